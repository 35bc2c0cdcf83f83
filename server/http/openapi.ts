import type { z } from 'zod';
import { createDocument, createSchema, type ZodOpenApiOperationObject } from 'zod-openapi';
import { type Endpoint, pathNames } from '#shared/api/endpoint.ts';
import { errorBody } from '#shared/api/errors.ts';
import { formatMoney } from '#shared/billing/money.ts';
import { refusalsOf } from './openapi-refusals.ts';
import { hasBody } from './read-input.ts';

type Rows = Record<string, Record<string, Endpoint>>;
type JsonSchema = ReturnType<typeof createSchema>['schema'];

const OPENAPI = '3.1.1';

/** The API as OpenAPI, from its own rows: paths, inputs, replies and the refusals each may give. */
export function openApiDocument(api: Rows, info: { version: string; cookieName: string }) {
  const components: Record<string, JsonSchema> = {};
  const onTheWire = (schema: z.ZodType): JsonSchema => {
    // The input side of a codec is what travels: text for money and instants, in replies as well.
    const made = createSchema(schema, { io: 'input', openapiVersion: OPENAPI });
    Object.assign(components, made.components);
    return made.schema;
  };
  const refusal = onTheWire(errorBody);
  const document = createDocument({
    openapi: OPENAPI,
    info: {
      title: 'SkyPANEL Hourly Billing',
      version: info.version,
      description:
        'Money is decimal text, exact to six decimals. Instants are ISO 8601 in UTC. Lists come in pages: send the reply’s `nextCursor` as `cursor`. Every refusal has the one body `ErrorBody`.',
    },
    tags: Object.keys(api).map((name) => ({ name })),
    paths: pathsOf(api, onTheWire, refusal),
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: info.cookieName },
        token: { type: 'http', scheme: 'bearer' },
        customerLink: { type: 'http', scheme: 'bearer' },
      },
    },
  });
  return { ...document, components: { ...document.components, schemas: sorted(document, components) } };
}

type Document = ReturnType<typeof createDocument>;

const examples = { Money: '12.50', Instant: '2026-11-01T00:00:00Z' };

function sorted(document: Document, replies: Record<string, JsonSchema>) {
  const all = { ...document.components?.schemas, ...replies };
  // Pages of documentation make up an example from the pattern, and none that a person would write.
  for (const [name, example] of Object.entries(examples)) all[name] = { ...all[name], example };
  return Object.fromEntries(Object.entries(all).sort(([one], [other]) => one.localeCompare(other)));
}

function pathsOf(api: Rows, onTheWire: (schema: z.ZodType) => JsonSchema, refusal: JsonSchema) {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const [noun, rows] of Object.entries(api)) {
    for (const [verb, row] of Object.entries(rows)) {
      const path = row.path.replace(/:(\w+)/g, '{$1}');
      paths[path] = {
        ...paths[path],
        [row.method.toLowerCase()]: {
          operationId: operationId(noun, verb),
          tags: [noun],
          summary: row.summary,
          ...accessOf(row),
          ...inputOf(row),
          responses: {
            200: replyOf(row, onTheWire),
            ...refusalsOf(row, refusal),
          },
        },
      };
    }
  }
  return paths;
}

function replyOf(row: Endpoint, onTheWire: (schema: z.ZodType) => JsonSchema) {
  if (row.stream) {
    return {
      description: 'Server-sent events: each `data` is one such value as JSON, until the stream ends',
      content: { 'text/event-stream': { schema: onTheWire(row.output) } },
    };
  }
  if (row.type === undefined)
    return { description: 'Done', content: { 'application/json': { schema: onTheWire(row.output) } } };
  const schema: JsonSchema =
    row.type === 'text/csv' ? { type: 'string' } : { type: 'string', format: 'binary' };
  return { description: 'Done', content: { [row.type]: { schema } } };
}

/** 'servers' and 'list' → 'serversList': a name every generator of clients takes. */
function operationId(noun: string, verb: string): string {
  return `${noun}${verb.charAt(0).toUpperCase()}${verb.slice(1)}`;
}

function accessOf(row: Endpoint): Pick<ZodOpenApiOperationObject, 'security' | 'description'> {
  if (row.access === 'public') return { security: [], description: 'Open to anyone.' };
  if (row.access === 'customer-link') {
    return {
      security: [{ customerLink: [] }],
      description: 'For the customer whose link the token belongs to, and about that customer only.',
    };
  }
  return {
    security: [{ session: [] }, { token: [] }],
    description: [
      row.access === 'signed-in' ? 'Any admin or token.' : `Needs the permission \`${row.access}\`.`,
      ...stepUpOf(row),
    ].join(' '),
  };
}

function stepUpOf({ stepUp }: Endpoint): string[] {
  if (stepUp === undefined) return [];
  const when = stepUp === 'always' ? '' : ` from an amount of ${formatMoney(stepUp.fromAmount)} on`;
  return [`Wants a proof within ten minutes${when} (\`/api/auth/confirm\`), or a token made for it.`];
}

function inputOf(row: Endpoint): Pick<ZodOpenApiOperationObject, 'requestParams' | 'requestBody'> {
  const { inPath, elsewhere } = split(row);
  const path = inPath && { path: inPath };
  if (!hasBody(row)) return { requestParams: { ...path, ...(elsewhere && { query: elsewhere }) } };
  const requestBody = elsewhere && { content: { 'application/json': { schema: elsewhere } } };
  return { ...(path && { requestParams: path }), ...(requestBody && { requestBody }) };
}

/** A row's one input object, as the request carries it: names of the path, and the others. */
function split(row: Endpoint): { inPath: z.ZodObject | null; elsewhere: z.ZodObject | null } {
  const names: Record<string, true> = Object.fromEntries(pathNames(row.path).map((name) => [name, true]));
  const count = Object.keys(names).length;
  const rest = Object.keys(row.input.shape).length - count;
  return {
    inPath: count > 0 ? row.input.pick(names) : null,
    elsewhere: rest > 0 ? row.input.omit(names) : null,
  };
}
