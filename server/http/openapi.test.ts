import { describe, expect, test } from 'vitest';
import { type Endpoint, pathNames } from '#shared/api/endpoint.ts';
import { errorStatus } from '#shared/api/errors.ts';
import { api } from '#shared/api/index.ts';
import { openApiDocument } from './openapi.ts';

const rows = Object.entries(api).flatMap(([noun, of]) =>
  Object.entries(of as Record<string, Endpoint>).map(([verb, row]) => ({
    id: `${noun}${verb.charAt(0).toUpperCase()}${verb.slice(1)}`,
    row,
  })),
);
// As it is served: plain JSON.
const document = JSON.parse(
  JSON.stringify(openApiDocument(api, { version: '1.2.3', cookieName: 'skypanel_session' })),
);
const operationOf = (row: Endpoint) =>
  document.paths[row.path.replace(/:(\w+)/g, '{$1}')][row.method.toLowerCase()];
const schemas = document.components.schemas;

const securityOf = ({ access }: Endpoint) => {
  if (access === 'public') return [];
  return access === 'customer-link' ? [{ customerLink: [] }] : [{ session: [] }, { token: [] }];
};

describe.each(rows)('$id', ({ id, row }) => {
  const operation = operationOf(row);

  test('is there, with its summary and who may call it', () => {
    expect(operation).toMatchObject({ operationId: id, summary: row.summary });
    expect(operation.security).toEqual(securityOf(row));
    if (row.access.includes('.')) expect(operation.description).toContain(row.access);
  });

  test('names every input once: in the path, the query or the body', () => {
    const parameters: { name: string; in: string }[] = operation.parameters ?? [];
    const body = operation.requestBody?.content['application/json'].schema;
    const names = [...parameters.map((one) => one.name), ...Object.keys(resolve(body)?.properties ?? {})];
    expect(names.sort()).toEqual(Object.keys(row.input.shape).sort());
    const inPath = parameters.filter((one) => one.in === 'path').map((one) => one.name);
    expect(inPath).toEqual(pathNames(row.path));
  });

  test('has a reply, and its refusals in the one body', () => {
    const type = row.stream ? 'text/event-stream' : (row.type ?? 'application/json');
    expect(operation.responses[200].content[type].schema).toBeDefined();
    const { 200: _, ...refusals } = operation.responses;
    expect(Object.keys(refusals)).toEqual(expect.arrayContaining(['400', '429', '500', '503']));
    expect(Object.keys(refusals).includes('403')).toBe(row.access !== 'public' || row.method === 'POST');
    for (const refusal of Object.values<{ content: Record<string, { schema: unknown }> }>(refusals)) {
      expect(refusal.content['application/json']?.schema).toEqual({ $ref: '#/components/schemas/ErrorBody' });
    }
  });
});

function resolve(schema: { $ref?: string; properties?: object } | undefined) {
  return schema?.$ref ? schemas[schema.$ref.split('/').at(-1) ?? ''] : schema;
}

test('money and instants are text, in requests and in replies alike', () => {
  expect(schemas.Money).toMatchObject({ type: 'string', pattern: expect.stringContaining('\\d') });
  expect(schemas.Instant).toMatchObject({ type: 'string', format: 'date-time' });
  expect(schemas.Customer.properties.balance).toEqual({ $ref: '#/components/schemas/Money' });
  expect(schemas.Run.properties.until).toEqual({ $ref: '#/components/schemas/Instant' });
});

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
  expect(references.length).toBeGreaterThan(50);
  for (const [, name = ''] of references) expect(schemas, name).toHaveProperty(name);
});

test('no schema appears twice under two names', () => {
  expect(Object.keys(schemas).filter((name) => name.endsWith('Output'))).toEqual([]);
});

test('every code of a refusal is explained by some endpoint', () => {
  const text = JSON.stringify(document.paths);
  for (const code of Object.keys(errorStatus)) expect(text, code).toContain(`\`${code}\``);
});
