import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { priceOf, WEIGHTED_HOUR } from './charge.ts';
import { formatMoney, parseMoney } from './money.ts';
import {
  carry,
  formatGrains,
  formatTenDecimals,
  type Grains,
  parseGrains,
  parseTenDecimals,
  type Tokens,
  type TokenTerms,
  worthOf,
} from './tokens.ts';

const terms = (price: string, decimals: number): TokenTerms => ({ price: parseTenDecimals(price), decimals });

test.each`
  owed          | left     | price             | decimals | tokens       | amount        | remains     | because
  ${'5.00'}     | ${'0'}   | ${'0.01'}         | ${4}     | ${'-500'}    | ${'5.00'}     | ${'0'}      | ${'a hundred tokens a dollar'}
  ${'0.006849'} | ${'0'}   | ${'0.01'}         | ${4}     | ${'-0.6849'} | ${'0.006849'} | ${'0'}      | ${'four decimals at 0.01 are micros'}
  ${'0.006849'} | ${'0'}   | ${'0.01'}         | ${2}     | ${'-0.68'}   | ${'0.0068'}   | ${'49'}     | ${'0.000049 makes no whole hundredth'}
  ${'0.006898'} | ${'49'}  | ${'0.01'}         | ${2}     | ${'-0.68'}   | ${'0.0068'}   | ${'98'}     | ${'the wallet owes the 49 still'}
  ${'0.006947'} | ${'98'}  | ${'0.01'}         | ${2}     | ${'-0.69'}   | ${'0.0069'}   | ${'47'}     | ${'by now they make one'}
  ${'0.006849'} | ${'0'}   | ${'1'}            | ${0}     | ${'0'}       | ${'0.00'}     | ${'6849'}   | ${'no whole token yet: nothing is posted'}
  ${'0.00'}     | ${'0.5'} | ${'0.01'}         | ${4}     | ${'0'}       | ${'0.00'}     | ${'0.5'}    | ${'nothing moved'}
  ${'0.000001'} | ${'0'}   | ${'0.007'}        | ${4}     | ${'-0.0001'} | ${'0.000001'} | ${'0.3'}    | ${'a unit of 0.7 micros leaves 0.3'}
  ${'0.000001'} | ${'0.3'} | ${'0.007'}        | ${4}     | ${'-0.0001'} | ${'0.000001'} | ${'0.6'}    | ${'which the wallet does not know of'}
  ${'0.000001'} | ${'0.6'} | ${'0.007'}        | ${4}     | ${'-0.0002'} | ${'0.000001'} | ${'0.2'}    | ${'until it makes one more'}
  ${'-12.50'}   | ${'0'}   | ${'0.01'}         | ${4}     | ${'1250'}    | ${'-12.50'}   | ${'0'}      | ${'what the wallet holds is credit'}
  ${'-0.00015'} | ${'0'}   | ${'0.01'}         | ${2}     | ${'0.02'}    | ${'-0.0002'}  | ${'50'}     | ${'credit is given up to the next unit, and the rest is owed'}
  ${'1.00'}     | ${'0'}   | ${'0.0123456789'} | ${4}     | ${'-81'}     | ${'1.00'}     | ${'0.0091'} | ${'81 × 0.0123456789 is 0.9999999909, to the grain'}
`('$owed owed, $left left, at $price with $decimals: $tokens, as $because', (row) => {
  const carried = carry(parseMoney(row.owed), parseGrains(row.left), terms(row.price, row.decimals));
  expect(formatTenDecimals(carried.tokens)).toBe(row.tokens);
  expect(formatMoney(carried.amount)).toBe(row.amount);
  expect(formatGrains(carried.remainder)).toBe(row.remains);
});

/** Posts after each of these movements of a wallet, as the product does: the wallet keeps the whole micros. */
function carryAll(movements: readonly bigint[], of: (n: number) => TokenTerms) {
  let [owed, remainder, tokens] = [0n, 0n as Grains, 0n as Tokens];
  for (const [n, moved] of movements.entries()) {
    owed += moved;
    const carried = carry(owed, remainder, of(n));
    if (carried.tokens === 0n) continue;
    tokens += carried.tokens;
    owed -= carried.amount;
    remainder = carried.remainder;
  }
  // As one figure: between postings the wallet alone counts the whole micros.
  return { tokens, left: owed * 10n ** 14n + (remainder % 10n ** 14n) };
}

const anyTerms = fc.record({
  price: fc.bigInt({ min: 1n, max: 10n ** 14n }),
  decimals: fc.integer({ min: 0, max: 10 }),
});
const movement = fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n });

describe('whatever is carried, in whatever steps', () => {
  test('the sum of the postings is the posting of the sum', () => {
    fc.assert(
      fc.property(fc.array(movement, { maxLength: 40 }), anyTerms, (movements, given) => {
        // A movement at the end has everything that makes a unit carried: a wallet at nothing posts nothing.
        const total = movements.reduce((sum, moved) => sum + moved, 0n);
        const stepwise = carryAll([...movements, 10n ** 9n], () => given);
        const atOnce = carryAll([total + 10n ** 9n], () => given);
        if (total + 10n ** 9n === 0n) return;
        expect(stepwise).toEqual(atOnce);
      }),
    );
  });

  test('the order of the hours changes nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: 1n, max: 10n ** 8n }), { maxLength: 40 }),
        anyTerms,
        (hours, given) => {
          expect(carryAll([...hours].reverse(), () => given)).toEqual(carryAll(hours, () => given));
        },
      ),
    );
  });

  test('tokens and remainder are worth what was owed to the grain, prices and decimals changing on the way', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(movement, anyTerms), { maxLength: 40 }), (steps) => {
        let [owed, remainder, worth] = [0n, 0n, 0n];
        for (const [moved, given] of steps) {
          owed += moved;
          const carried = carry(owed, remainder, given);
          if (carried.tokens === 0n) continue;
          worth -= carried.tokens * given.price;
          owed -= carried.amount;
          remainder = carried.remainder;
          expect(carried.remainder >= 0n).toBe(true);
          expect(carried.amount !== 0n).toBe(true);
          expect(carried.amount > 0n).toBe(carried.tokens < 0n);
        }
        const total = steps.reduce((sum, [moved]) => sum + moved, 0n) * 10n ** 14n;
        const fraction = remainder % 10n ** 14n;
        expect(worth + owed * 10n ** 14n + fraction).toBe(total);
      }),
    );
  });
});

test.each(['5.00', '3.00', '60.00'])('a month of a %s plan is exactly that in tokens', (price) => {
  for (const decimals of [0, 1, 2, 3, 4, 6, 8]) {
    const until = (hours: number) =>
      priceOf(parseMoney(price), { weighted: hours * WEIGHTED_HOUR, hoursPerMonth: 730 });
    const hours = Array.from({ length: 730 }, (_, hour) => until(hour + 1) - until(hour));
    const { tokens, left } = carryAll(hours, () => terms('0.01', decimals));
    expect(worthOf(-tokens, parseTenDecimals('0.01'))).toBe(parseMoney(price));
    expect(left).toBe(0n);
  }
});

test('what is no price, no decimals and no number is refused', () => {
  expect(() => carry(1n, 0n, terms('0', 4))).toThrow(/worth nothing/);
  expect(() => carry(1n, 0n, terms('0.01', 11))).toThrow(/0 to 10 decimals/);
  expect(() => parseTenDecimals('1,000')).toThrow(/no decimal number/);
  expect(() => parseTenDecimals('0.01234567891')).toThrow(/at most ten decimals/);
  expect(() => parseGrains('')).toThrow(/no amount of micros/);
});

test('a balance is worth what it says, and never a micro more', () => {
  const price = parseTenDecimals('0.0123456789');
  expect(worthOf(parseTenDecimals('100'), price)).toBe(1_234_567n);
  expect(worthOf(parseTenDecimals('-100'), price)).toBe(-1_234_568n);
});
