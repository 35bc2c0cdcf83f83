import { parseArgs } from 'node:util';
import { createToken, newToken } from '#server/services/admins/tokens/create-token.ts';
import { roles } from '#shared/auth/roles.ts';
import { openScriptContext } from './open-script-context.ts';
import { readOptions } from './read-options.ts';
import { runScript } from './run-script.ts';

const usage = `npm run create-token -- --name NAME [options]   makes an API token and prints it once

  --role ROLE           ${roles.join(', ')} (default: operator)
  --permissions LIST    only these of its role, with commas between (default: all)
  --sensitive           it may do what asks a person for their password again: secrets, large corrections, deletions
  --expires ISO         an instant such as 2027-01-01T00:00:00Z (default: never)
  --yes-this-database   the database is not on this machine, and it is the one I mean`;

await runScript(async () => {
  const { values } = parseArgs({
    options: {
      name: { type: 'string' },
      role: { type: 'string', default: 'operator' },
      permissions: { type: 'string' },
      sensitive: { type: 'boolean', default: false },
      expires: { type: 'string' },
      'yes-this-database': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || values.name === undefined) {
    console.log(usage);
    return values.help ? 0 : 1;
  }
  const expiresAt = values.expires === undefined ? undefined : new Date(values.expires);
  const wanted = readOptions(newToken, {
    name: values.name,
    role: values.role,
    permissions: values.permissions?.split(',').map((name) => name.trim()) ?? null,
    sensitive: values.sensitive,
    expiresAt,
  });
  const script = await openScriptContext({
    name: 'create-token',
    yesThisDatabase: values['yes-this-database'],
    prepare: true,
  });
  try {
    const { token } = await createToken(script.ctx, wanted);
    console.log(
      `Database ${script.place}\nToken    ${wanted.name}, ${wanted.role}   (shown this once)\n${token}`,
    );
    return 0;
  } finally {
    await script.close();
  }
});
