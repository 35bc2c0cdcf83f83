import type { Access, Endpoint } from '#shared/api/endpoint.ts';
import { can, type Permission, roles } from '#shared/auth/roles.ts';

const opening = `# The API

Made from the contract by \`npm run docs:api\`: do not edit it here, edit the rows of \`shared/api\`. What each endpoint
takes and answers is at \`/api/docs\` of a running application, and as OpenAPI at \`/api/openapi.json\`.

Staff sign in with a session cookie or send \`Authorization: Bearer TOKEN\` (\`npm run create-token\`); customers send
the token of their link the same way. Money is decimal text, instants are ISO 8601 in UTC, ids are numbers. Lists are
paged by \`cursor\` and \`limit\`. An error is \`{"success": false, "error": {"code", "message", "fields", "facts", "requestId"}}\`.
`;

/** As much of an endpoint as its row shows. */
type Row = Pick<Endpoint, 'method' | 'path' | 'access' | 'summary'>;

/** The document of all endpoints: who may, and one row each, in the order of the contract. */
export function drawApi(api: Record<string, Record<string, Row>>): string {
  const groups = Object.entries(api).map(([name, rows]) => drawGroup(name, Object.values(rows)));
  return [opening, drawAccess(Object.values(api).flatMap((rows) => Object.values(rows))), ...groups].join(
    '\n',
  );
}

function drawGroup(name: string, rows: readonly Row[]): string {
  const lines = rows.map(({ method, path, access, summary }) => {
    return `| ${method} | \`${path}\` | ${access} | ${summary.replaceAll('|', '\\|')} |`;
  });
  return `## ${titleOf(name)}\n\n| method | path | access | does |\n| --- | --- | --- | --- |\n${lines.join('\n')}\n`;
}

/** 'customerLinks' → 'Customer links'. */
function titleOf(name: string): string {
  const words = name.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const others: Record<Exclude<Access, Permission>, string> = {
  public: 'everybody',
  'signed-in': 'every role',
  'customer-link': 'a customer, by their link',
};

/** Each access that a row asks for, and who has it. */
function drawAccess(rows: readonly Row[]): string {
  const accesses = [...new Set(rows.map(({ access }) => access))].sort();
  const lines = accesses.map((access) => `| ${access} | ${whoHas(access)} |`);
  return `## Who may\n\n| access | who |\n| --- | --- |\n${lines.join('\n')}\n`;
}

function whoHas(access: Access): string {
  if (access in others) return others[access as keyof typeof others];
  return roles.filter((role) => can(role, access as Permission)).join(', ');
}
