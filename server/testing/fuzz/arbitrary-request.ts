import fc from 'fast-check';
import { arbitraryOfSchema, type Schema, type Schemas } from './arbitrary-of-schema.ts';
import { hostileText, hostileValue } from './hostile-values.ts';

/** What the OpenAPI document says of one operation. */
export interface Operation {
  method: string;
  /** With placeholders: '/api/admin/runs/{id}'. */
  path: string;
  operationId: string;
  parameters: { name: string; in: 'path' | 'query'; required?: boolean; schema: Schema }[];
  /** Of the JSON body, where there is one. */
  body: Schema | null;
  /** Whether only a customer's link opens it. */
  wantsLink: boolean;
  /** Declared statuses, each with the content types of its reply. */
  responses: Map<number, string[]>;
}

export interface FuzzRequest {
  operation: Operation;
  kind: 'valid' | 'nearly valid' | 'hostile';
  /** Path and query, encoded. */
  address: string;
  /** Undefined: no body is sent. */
  body: string | undefined;
}

type Part = Record<string, unknown>;

/** Cursors are our own base64 of JSON: whoever reads one can write another. */
const someCursor = fc
  .array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.constantFrom<unknown>(0, 1, 12, 2 ** 31, 2 ** 53 - 1, -(2 ** 53) + 1, 8.64e15),
      },
      {
        weight: 2,
        arbitrary: fc.constantFrom('id', 'name', 'balance', 'posting', 'unlinked', 'package', 'customer'),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom('2026-11-01T00:00:00Z', '0000-01-01T00:00:00Z', '9'.repeat(18)),
      },
      { weight: 1, arbitrary: hostileValue },
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((key) => Buffer.from(JSON.stringify(key)).toString('base64url').slice(0, 200));

/** Requests to any operation of the document: such as it allows, such as it almost allows, and such as nobody means well with. */
export function arbitraryRequest(
  operations: readonly Operation[],
  schemas: Schemas,
  now: Date,
): fc.Arbitrary<FuzzRequest> {
  const one = (operation: Operation) => requestTo(operation, schemas, now);
  return fc.nat({ max: operations.length - 1 }).chain((at) => {
    const operation = operations[at];
    if (!operation) throw new Error('an index below the length is there');
    return one(operation);
  });
}

function requestTo(operation: Operation, schemas: Schemas, now: Date): fc.Arbitrary<FuzzRequest> {
  const validPart = (place: 'path' | 'query') => {
    const own = operation.parameters.filter((parameter) => parameter.in === place);
    const fields = own.map(
      ({ name, schema }) =>
        [name, name === 'cursor' ? someCursor : arbitraryOfSchema(schema, schemas, now)] as const,
    );
    const requiredKeys = own
      .filter((parameter) => place === 'path' || parameter.required)
      .map(({ name }) => name);
    return fc.record(Object.fromEntries(fields), { requiredKeys }) as fc.Arbitrary<Part>;
  };
  const validBody = operation.body ? arbitraryOfSchema(operation.body, schemas, now) : fc.constant(undefined);
  const valid = fc.record({ path: validPart('path'), query: validPart('query'), body: validBody });
  const nearly = valid.chain(({ path, query, body }) =>
    fc.oneof(
      fc.record({ path: bent(path, hostileText, false), query: fc.constant(query), body: fc.constant(body) }),
      fc.record({ path: fc.constant(path), query: bent(query, hostileText, true), body: fc.constant(body) }),
      fc.record({
        path: fc.constant(path),
        query: fc.constant(query),
        body: operation.body ? bentBody(body) : fc.constant(undefined),
      }),
    ),
  );
  const hostile = fc.record({
    path: validPart('path').chain((path) => eachBent(path)),
    query: fc.dictionary(hostileText, hostileText, { maxKeys: 3 }),
    body: operation.body ? hostileValue : fc.constant(undefined),
  });
  const written = (kind: FuzzRequest['kind']) => (parts: { path: Part; query: Part; body: unknown }) =>
    requestOf(operation, kind, parts);
  return fc.oneof(
    { weight: 5, arbitrary: valid.map(written('valid')) },
    { weight: 3, arbitrary: nearly.map(written('nearly valid')) },
    { weight: 2, arbitrary: hostile.map(written('hostile')) },
  );
}

/** One field replaced, taken away, or one added. */
function bent(part: Part, value: fc.Arbitrary<unknown>, mayMiss: boolean): fc.Arbitrary<Part> {
  const names = Object.keys(part);
  if (names.length === 0) {
    return mayMiss
      ? fc.tuple(hostileText, value).map(([name, other]) => ({ [name]: other }))
      : fc.constant(part);
  }
  return fc.tuple(fc.constantFrom(...names), value, fc.nat({ max: 2 })).map(([name, other, how]) => {
    if (how === 0 && mayMiss) return Object.fromEntries(Object.entries(part).filter(([key]) => key !== name));
    if (how === 1 && mayMiss) return { ...part, role: 'owner' };
    return { ...part, [name]: other };
  });
}

function bentBody(body: unknown): fc.Arbitrary<unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return hostileValue;
  return bent(body as Part, hostileValue, true);
}

function eachBent(part: Part): fc.Arbitrary<Part> {
  return fc.record(Object.fromEntries(Object.keys(part).map((name) => [name, hostileText])));
}

function requestOf(
  operation: Operation,
  kind: FuzzRequest['kind'],
  { path, query, body }: { path: Part; query: Part; body: unknown },
): FuzzRequest {
  const place = operation.path.replace(/\{(\w+)\}/g, (_whole, name: string) => encoded(path[name]));
  const search = Object.entries(query)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => [name, one]))
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .join('&');
  const text = JSON.stringify(body);
  return { operation, kind, address: search === '' ? place : `${place}?${search}`, body: text };
}

/** As a careful client spells it. A lone half of a character has no spelling, so it goes as the mark for one. */
function encoded(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  const encodable = encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
  // A path that ends in nothing or in dots is another path.
  return /^\.*$/.test(encodable) ? '%20' : encodable;
}
