import fc from 'fast-check';

/** The parts of JSON Schema that our OpenAPI document uses. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
}

/** Named schemas of the document. */
export type Schemas = Record<string, Schema>;

const HOUR_MS = 3_600_000;

/** Numbers that rows of a small world have, and their neighbours. */
const knownIds = fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 11, 12, 100, 101, 1001);

/**
 * Values that a schema of the document allows; of what it leaves to words (a cron expression, a zone) mostly none that
 * would be taken. `now` is what instants lie around.
 */
export function arbitraryOfSchema(schema: Schema, schemas: Schemas, now: Date): fc.Arbitrary<unknown> {
  const of = (inner: Schema) => arbitraryOfSchema(inner, schemas, now);
  if (schema.$ref !== undefined) return ofReference(schema.$ref, schemas, now);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map(of));
  if (schema.allOf) return fc.tuple(...schema.allOf.map(of)).map((parts) => Object.assign({}, ...parts));
  const [type, ...others] = Array.isArray(schema.type) ? schema.type : [schema.type];
  if (others.length > 0) return fc.oneof(...[type, ...others].map((one) => of({ ...schema, type: one })));
  switch (type) {
    case 'object':
      return objects(schema, of);
    case 'array':
      return fc.array(of(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 4, (schema.minItems ?? 0) + 4),
      });
    case 'string':
      return texts(schema, now);
    case 'integer':
    case 'number':
      return numbers(schema);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
  }
}

function ofReference(reference: string, schemas: Schemas, now: Date): fc.Arbitrary<unknown> {
  const name = reference.split('/').at(-1) ?? '';
  // What a person would write: any two dates of the calendar make a range that is refused.
  if (name === 'Instant') return instants(now);
  if (name === 'Id') return knownIds;
  if (name === 'CalendarMonth') return instants(now).map((text) => text.slice(0, 7));
  if (name === 'CalendarDay') return instants(now).map((text) => text.slice(0, 10));
  const schema = schemas[name];
  if (!schema) throw new Error(`The document names ${reference} and does not describe it`);
  return arbitraryOfSchema(schema, schemas, now);
}

function instants(now: Date): fc.Arbitrary<string> {
  return fc
    .oneof(fc.integer({ min: -48, max: 24 }), fc.integer({ min: -24 * 400, max: 24 * 400 }))
    .map((hours) => new Date((Math.floor(now.getTime() / HOUR_MS) + hours) * HOUR_MS).toISOString());
}

function objects(
  { properties = {}, required = [] }: Schema,
  of: (schema: Schema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<Record<string, unknown>> {
  const fields = Object.entries(properties).map(([name, schema]) => [name, of(schema)] as const);
  return fc.record(Object.fromEntries(fields), {
    requiredKeys: required.filter((name) => name in properties),
  });
}

function texts(schema: Schema, now: Date): fc.Arbitrary<string> {
  const { pattern, format, minLength = 0, maxLength = 40 } = schema;
  switch (format) {
    case 'date-time':
      return instants(now);
    case 'date':
      return instants(now).map((text) => text.slice(0, 10));
    case 'email':
      return fc.emailAddress();
    case 'uri':
      return fc.webUrl();
  }
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.max(minLength, Math.min(maxLength, 40)) });
}

function numbers({ type, minimum, exclusiveMinimum, maximum }: Schema): fc.Arbitrary<number> {
  const min = minimum ?? (exclusiveMinimum === undefined ? -1000 : exclusiveMinimum + 1);
  const max = Math.max(min, maximum ?? Number.MAX_SAFE_INTEGER);
  const integers = fc.integer({ min: Math.ceil(min), max: Math.floor(max) });
  const small = fc.integer({ min: Math.ceil(min), max: Math.floor(Math.min(max, min + 100)) });
  const ids = knownIds.filter((id) => id >= min && id <= max);
  return type === 'integer'
    ? fc.oneof(small, integers, ...(min <= 1 && max >= 12 ? [ids] : []))
    : fc.oneof(small, fc.double({ min, max, noNaN: true }));
}
