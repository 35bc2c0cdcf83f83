/** Fields of a log line: values by name. */
export type Fields = Record<string, unknown>;

const SECRET_NAME = /token|password|passphrase|secret|authorization|cookie|api_?key/i;
const DEEPEST = 5;
const REDACTED = '[redacted]';

/**
 * A copy of the fields that is safe to write: secrets gone by name at any depth, passwords gone from URLs,
 * parameters gone from the messages of failed queries, bigint as text (JSON has none), errors as plain facts.
 * What lies deeper than five levels is left out rather than trusted.
 */
export function redact(fields: Fields): Fields {
  return redactObject(fields, 1);
}

function redactObject(fields: object, depth: number): Fields {
  const entries = Object.entries(fields).map(([name, value]) => [
    name,
    SECRET_NAME.test(name) && holdsSomething(value) ? REDACTED : redactValue(value, depth + 1),
  ]);
  return Object.fromEntries(entries);
}

// "passwordChanged: true" and "tokens: 3" tell a fact, not a secret.
function holdsSomething(value: unknown): boolean {
  return value !== null && value !== undefined && typeof value !== 'boolean' && typeof value !== 'number';
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth > DEEPEST) return '[too deep]';
  if (value instanceof Error) return redactError(value, depth);
  if (value instanceof URL) return redactText(value.href);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
  if (value instanceof Set) return [...value].map((item) => redactValue(item, depth + 1));
  if (value instanceof Map) return redactObject(Object.fromEntries(value), depth);
  return redactObject(value, depth);
}

function redactError(error: Error & { code?: unknown; cause?: unknown }, depth: number): Fields {
  return {
    type: error.name,
    message: redactText(error.message),
    ...(error.code === undefined ? {} : { code: error.code }),
    ...(error.stack === undefined ? {} : { stack: redactText(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: redactValue(error.cause, depth + 1) }),
  };
}

function redactText(text: string): string {
  return text
    .replace(/(\/\/[^\s:/@]*):[^\s/@]+@/g, `$1:${REDACTED}@`)
    .replace(/\b(bearer|basic) [\w.~+/=-]{8,}/gi, `$1 ${REDACTED}`)
    .replace(/\nparams: [\s\S]*?(?=\n {4}at |$)/g, `\nparams: ${REDACTED}`);
}
