import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatAligned, formatMoney, parseMoney, sum } from './money.ts';

describe('parseMoney reads decimal text', () => {
  test.each`
    text                     | micros                       | because
    ${'5'}                   | ${5_000_000n}                | ${'no decimals are needed'}
    ${'5.00'}                | ${5_000_000n}                | ${'two are usual'}
    ${'0.006849'}            | ${6_849n}                    | ${'six are the most'}
    ${'0.1'}                 | ${100_000n}                  | ${'one decimal is tenths'}
    ${'-1.5'}                | ${-1_500_000n}               | ${'a debit'}
    ${'-0.00'}               | ${0n}                        | ${'there is one zero'}
    ${'007.50'}              | ${7_500_000n}                | ${'leading zeros say nothing'}
    ${'9007199254740993.01'} | ${9007199254740993_010_000n} | ${'it never was a float'}
  `('$text is $micros micros: $because', ({ text, micros }) => {
    expect(parseMoney(text)).toBe(micros);
  });

  test.each`
    text           | because
    ${''}          | ${'nothing is not zero'}
    ${'.5'}        | ${'a unit is wanted before the point'}
    ${'5.'}        | ${'and a decimal after it'}
    ${'1.2345678'} | ${'a seventh decimal would be dropped'}
    ${'12,50'}     | ${'a comma means different things to different people'}
    ${'1e3'}       | ${'no exponents'}
    ${'+5'}        | ${'no plus'}
    ${' 5'}        | ${'no blanks'}
    ${'5\n'}       | ${'no line ends'}
    ${'--5'}       | ${'one sign'}
    ${'NaN'}       | ${'not a number'}
    ${'$5'}        | ${'no currency'}
    ${'٥'}         | ${'other digits are not guessed at'}
  `('"$text" is refused: $because', ({ text }) => {
    expect(() => parseMoney(text)).toThrow(RangeError);
  });

  test('the refusal shows what was written and what would be right, and stays short', () => {
    expect(() => parseMoney('12,50')).toThrow(
      '"12,50" is not an amount of money. Write it like 5.00, with at most 6 decimals.',
    );
    expect(() => parseMoney('x'.repeat(1000))).toThrow(`"${'x'.repeat(40)}…" is not`);
  });
});

test.each`
  micros          | short          | aligned
  ${0n}           | ${'0.00'}      | ${'0.000000'}
  ${6_849n}       | ${'0.006849'}  | ${'0.006849'}
  ${5_000_000n}   | ${'5.00'}      | ${'5.000000'}
  ${5_100_000n}   | ${'5.10'}      | ${'5.100000'}
  ${5_120_500n}   | ${'5.1205'}    | ${'5.120500'}
  ${-1n}          | ${'-0.000001'} | ${'-0.000001'}
  ${100_000_000n} | ${'100.00'}    | ${'100.000000'}
`('$micros micros are written $short, and $aligned in a column', ({ micros, short, aligned }) => {
  expect(formatMoney(micros)).toBe(short);
  expect(formatAligned(micros)).toBe(aligned);
});

test('what is written is read back the same, whatever the amount', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 19n), max: 10n ** 19n }), (amount) => {
      expect(parseMoney(formatMoney(amount))).toBe(amount);
      expect(parseMoney(formatAligned(amount))).toBe(amount);
      expect(formatMoney(amount)).toMatch(/^-?\d+\.\d\d(\d{0,3}[1-9])?$/);
    }),
  );
});

test('a sum is exact, and nothing sums to zero', () => {
  expect(sum([])).toBe(0n);
  expect(sum([1n, 2n, -5n, 10n ** 30n])).toBe(10n ** 30n - 2n);
});
