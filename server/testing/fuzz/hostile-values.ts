import fc from 'fast-check';

/** Texts that broke somebody's software once. */
export const hostileTexts = [
  '',
  ' ',
  "'",
  '"',
  "'; DROP TABLE servers; --",
  "' OR '1'='1",
  '1) OR (1=1',
  '%',
  '_%_%_',
  '\\',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '{{7*7}}#{7*7}',
  '=cmd|" /C calc"!A0',
  '../../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  'http://169.254.169.254/latest/meta-data/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  '\r\nSet-Cookie: a=b',
  '1e400',
  '-0',
  'NaN',
  '9223372036854775808',
  '0x10',
  '１２',
  '99999999999999999999',
  '0.0000001',
  '2026-02-30T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '+275760-09-13T00:00:00Z',
  '2026-11-01T00:00:00+99:99',
  '__proto__',
  'constructor',
  'eyJhIjoxfQ',
  '🏴‍☠️'.repeat(50),
  'a'.repeat(5_000),
] as const;

const hostileNumbers = [
  ...[0, -0, -1, 1.5, 2 ** 31, 2 ** 31 - 1, -(2 ** 31) - 1, 2 ** 53, 2 ** 53 + 2, -(2 ** 53), 2 ** 63],
  ...[Number.MAX_VALUE, Number.MIN_VALUE, 1e21],
];

/** Any value that JSON can carry, mostly such as no schema of ours expects. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...hostileTexts),
  fc.constantFrom<unknown>(...hostileNumbers),
  fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null]),
  fc.constant(JSON.parse('{"__proto__":{"role":"owner"},"constructor":{"prototype":{"role":"owner"}}}')),
  fc.integer({ min: 1, max: 60 }).map((depth) => nested(depth)),
  fc.jsonValue({ maxDepth: 3 }),
);

/** A text for an address or a query. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string({ unit: 'binary', maxLength: 50 }),
);

function nested(depth: number): unknown {
  return depth === 0 ? 'deep' : depth % 2 === 0 ? [nested(depth - 1)] : { a: nested(depth - 1) };
}
