import fc from 'fast-check';
import { expect, test } from 'vitest';
import { divideDown, divideHalfEven } from './rounding.ts';

test.each`
  numerator | denominator | nearest | down   | because
  ${10n}    | ${5n}       | ${2n}   | ${2n}  | ${'it goes in exactly'}
  ${7n}     | ${5n}       | ${1n}   | ${1n}  | ${'under a half'}
  ${8n}     | ${5n}       | ${2n}   | ${1n}  | ${'over a half'}
  ${1n}     | ${2n}       | ${0n}   | ${0n}  | ${'a tie goes to the even side: down'}
  ${3n}     | ${2n}       | ${2n}   | ${1n}  | ${'a tie goes to the even side: up'}
  ${5n}     | ${2n}       | ${2n}   | ${2n}  | ${'and down again'}
  ${-1n}    | ${2n}       | ${0n}   | ${-1n} | ${'below zero alike'}
  ${-3n}    | ${2n}       | ${-2n}  | ${-2n} | ${'below zero alike'}
  ${-7n}    | ${5n}       | ${-1n}  | ${-2n} | ${'a debt is not less than it is'}
  ${-8n}    | ${5n}       | ${-2n}  | ${-2n} | ${'over a half, below zero'}
  ${-10n}   | ${5n}       | ${-2n}  | ${-2n} | ${'it goes in exactly'}
  ${0n}     | ${5n}       | ${0n}   | ${0n}  | ${'nothing is nothing'}
`('$numerator / $denominator is $nearest, or $down rounded down: $because', (row) => {
  expect(divideHalfEven(row.numerator, row.denominator)).toBe(row.nearest);
  expect(divideDown(row.numerator, row.denominator)).toBe(row.down);
});

test.each([0n, -1n])('dividing by %s is refused', (denominator) => {
  expect(() => divideHalfEven(1n, denominator)).toThrow(RangeError);
  expect(() => divideDown(1n, denominator)).toThrow(`Cannot divide by ${denominator}`);
});

const whole = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });
const positive = fc.bigInt({ min: 1n, max: 10n ** 12n });

test('the nearest is never more than half a step away, and even when it is exactly half', () => {
  fc.assert(
    fc.property(whole, positive, (numerator, denominator) => {
      const nearest = divideHalfEven(numerator, denominator);
      const twiceOff = 2n * (numerator - nearest * denominator);
      const off = twiceOff < 0n ? -twiceOff : twiceOff;
      expect(off <= denominator).toBe(true);
      if (off === denominator) expect(nearest % 2n).toBe(0n);
    }),
  );
});

test('rounded down leaves a rest of less than one step', () => {
  fc.assert(
    fc.property(whole, positive, (numerator, denominator) => {
      const rest = numerator - divideDown(numerator, denominator) * denominator;
      expect(rest >= 0n && rest < denominator).toBe(true);
    }),
  );
});
