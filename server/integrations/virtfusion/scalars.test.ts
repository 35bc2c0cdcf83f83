import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  boolish,
  decimalish,
  displayDecimal,
  falseOr,
  name,
  optionalText,
  phpObject,
  vfDate,
} from './scalars.ts';

test.each`
  written           | exact               | because
  ${'12345.6789'}   | ${'12345.6789'}     | ${'text stays as it is'}
  ${' -3.50 '}      | ${'-3.50'}          | ${'balances may be negative'}
  ${0}              | ${'0'}              | ${'numbers are as good as text'}
  ${16.9}           | ${'16.9'}           | ${'the shortest text that reads back'}
  ${1e-7}           | ${'0.0000001'}      | ${'no exponent comes out'}
  ${-2.5e-10}       | ${'-0.00000000025'} | ${'nor with a sign and a fraction'}
  ${'0.0100000000'} | ${'0.0100000000'}   | ${'ten decimals of a currency value'}
`('the decimal $written is $exact: $because', ({ written, exact }) => {
  expect(decimalish.parse(written)).toBe(exact);
});

test.each`
  written         | because
  ${'1,690.4110'} | ${'a comma in a token amount is one of two amounts'}
  ${''}           | ${'nothing is not zero'}
  ${'1e3'}        | ${'no exponent in text'}
  ${'.5'}         | ${'half a number'}
  ${'+1'}         | ${'no sign but minus'}
  ${'12 345'}     | ${'no groups'}
  ${2 ** 53}      | ${'has lost digits already'}
  ${1e21}         | ${'likewise'}
  ${Number.NaN}   | ${'is no number'}
  ${false}        | ${'false is falseOr, said where it is allowed'}
  ${null}         | ${'null is no amount'}
`('$written is refused as a decimal: $because', ({ written }) => {
  expect(decimalish.safeParse(written).success).toBe(false);
});

test('every number that passes keeps its value to the last bit and has no exponent', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const read = decimalish.safeParse(value);
      if (!read.success) return Number.isInteger(value) && !Number.isSafeInteger(value);
      return Number(read.data) === value && /^-?\d+(\.\d+)?$/.test(read.data);
    }),
    { numRuns: 2_000 },
  );
});

test.each`
  written        | shown
  ${'1,690.41'}  | ${'1690.41'}
  ${'1,234,567'} | ${'1234567'}
  ${0}           | ${'0'}
`('the display amount $written means $shown', ({ written, shown }) => {
  expect(displayDecimal.parse(written)).toBe(shown);
});

test('a comma that groups nothing is refused even where commas are shown', () => {
  expect(displayDecimal.safeParse('16,9').success).toBe(false);
});

test.each`
  written                          | instant
  ${'2025-01-15T15:00:49+00:00'}   | ${'2025-01-15T15:00:49.000Z'}
  ${'2025-01-15T17:00:49+02:00'}   | ${'2025-01-15T15:00:49.000Z'}
  ${'2025-01-15T09:30:49-05:30'}   | ${'2025-01-15T15:00:49.000Z'}
  ${'2025-01-20T12:48:20.000000Z'} | ${'2025-01-20T12:48:20.000Z'}
  ${'2025-02-05T23:59:59.999999Z'} | ${'2025-02-05T23:59:59.999Z'}
  ${'2025-01-15 15:00:49'}         | ${'2025-01-15T15:00:49.000Z'}
  ${'2024-02-29 00:00:00'}         | ${'2024-02-29T00:00:00.000Z'}
`('$written is the instant $instant', ({ written, instant }) => {
  expect(vfDate.parse(written).toISOString()).toBe(instant);
});

test.each([
  '2025-02-30 00:00:00',
  '0000-00-00 00:00:00',
  '2025-01-15',
  '2025-01-15 24:00:00',
  'January 2025',
  '',
  1736953245,
  null,
])('%s is no instant', (written) => {
  expect(vfDate.safeParse(written).success).toBe(false);
});

test.each([
  [true, true],
  [false, false],
  [1, true],
  [0, false],
])('%s is %s', (written, meaning) => {
  expect(boolish.parse(written)).toBe(meaning);
});

test.each([2, '1', 'true', null])('%s is neither true nor false', (written) => {
  expect(boolish.safeParse(written).success).toBe(false);
});

test('false is no value, which is not zero', () => {
  expect(falseOr(decimalish).parse(false)).toBeNull();
  expect(falseOr(decimalish).parse('0')).toBe('0');
});

test('an empty array is an empty object, a full one is not', () => {
  const shape = phpObject(z.object({ a: z.int().optional() }));
  expect(shape.parse([])).toEqual({});
  expect(shape.parse({ a: 1 })).toEqual({ a: 1 });
  expect(shape.safeParse([1]).success).toBe(false);
});

test.each`
  written              | kept                | because
  ${'web-1'}           | ${'web-1'}          | ${'it is a name'}
  ${'a\u0000b'}        | ${'a\ufffdb'}       | ${'no column can hold U+0000'}
  ${'a\ud800b'}        | ${'a\ufffdb'}       | ${'half a character is none'}
  ${'🏴'}              | ${'🏴'}             | ${'a whole one stays'}
  ${'x'.repeat(5_000)} | ${'x'.repeat(255)}  | ${'an index has room for so much'}
  ${'🏴'.repeat(300)}  | ${'🏴'.repeat(255)} | ${'and no character is cut in two'}
`('a name is kept as far as it can be: $because', ({ written, kept }) => {
  expect(name.parse(written)).toBe(kept);
  expect(optionalText.parse(written)).toBe(kept);
});
