import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chargeForHour, priceOf, WEIGHTED_HOUR } from './charge.ts';
import { formatAligned, parseMoney } from './money.ts';
import type { MonthSoFar } from './statement.ts';
import { at, NOVEMBER } from './testing/facts.ts';

const H = (hours: number) => hours * WEIGHTED_HOUR;

function counted(weighted: number, rateId = 1, hoursPerMonth = 730): MonthSoFar {
  return { month: NOVEMBER, cappedWeighted: weighted, counts: [{ rateId, hoursPerMonth, weighted }] };
}

describe('an hour costs what it adds to the month', () => {
  test.each`
    before      | hour       | price         | cap     | due              | capped    | because
    ${0}        | ${H(1)}    | ${'5.00'}     | ${730}  | ${'0.006849'}    | ${0}      | ${'one hour of 730'}
    ${H(1)}     | ${H(1)}    | ${'5.00'}     | ${730}  | ${'0.006850'}    | ${0}      | ${'two hours are 0.0136986…: the second carries the rest'}
    ${0}        | ${H(0.5)}  | ${'5.00'}     | ${730}  | ${'0.003425'}    | ${0}      | ${'half an hour, rounded once'}
    ${0}        | ${H(0.25)} | ${'5.00'}     | ${730}  | ${'0.001712'}    | ${0}      | ${'a full hour at 25 %'}
    ${H(729)}   | ${H(1)}    | ${'5.00'}     | ${730}  | ${'0.006849'}    | ${0}      | ${'the 730th ends at exactly 5.00'}
    ${H(730)}   | ${H(1)}    | ${'5.00'}     | ${730}  | ${'0.000000'}    | ${H(1)}   | ${'the cap: a 31-day month costs one month'}
    ${H(729.5)} | ${H(1)}    | ${'5.00'}     | ${730}  | ${'0.003425'}    | ${H(0.5)} | ${'the cap may fall inside an hour'}
    ${H(740)}   | ${H(1)}    | ${'5.00'}     | ${730}  | ${'0.000000'}    | ${H(1)}   | ${'a cap that was lowered takes nothing back'}
    ${H(730)}   | ${H(1)}    | ${'5.00'}     | ${null} | ${'0.006849'}    | ${0}      | ${'the cap may be off'}
    ${H(700)}   | ${H(1)}    | ${'5.00'}     | ${0}    | ${'0.000000'}    | ${H(1)}   | ${'a cap of nothing makes all free'}
    ${0}        | ${0}       | ${'5.00'}     | ${730}  | ${'0.000000'}    | ${0}      | ${'a stopped hour'}
    ${0}        | ${H(1)}    | ${'0.00'}     | ${730}  | ${'0.000000'}    | ${0}      | ${'a free package'}
    ${0}        | ${H(1)}    | ${'0.000001'} | ${730}  | ${'0.000000'}    | ${0}      | ${'the least price there is, in its first hour'}
    ${H(365)}   | ${H(1)}    | ${'0.000001'} | ${730}  | ${'0.000001'}    | ${0}      | ${'and in the hour after half the month'}
    ${0}        | ${H(1)}    | ${'1000000'}  | ${730}  | ${'1369.863014'} | ${0}      | ${'a large price has no float in it'}
  `('$due after $before hundredths of seconds at $price a month: $because', (row) => {
    const priced = chargeForHour(counted(row.before), {
      hour: NOVEMBER,
      weighted: row.hour,
      terms: { hoursPerMonth: 730, capHours: row.cap },
      rate: { id: 1, monthlyPrice: parseMoney(row.price) },
    });
    expect(formatAligned(priced.amount)).toBe(row.due);
    expect(priced.capped).toBe(row.capped);
    expect(priced.weighted).toBe(row.hour - row.capped);
    expect(priced.month).toEqual(counted(row.before + priced.weighted));
  });
});

describe('every month has counts of its own, one per rate and divisor', () => {
  const hour = { hour: NOVEMBER, weighted: H(1), terms: { hoursPerMonth: 730, capHours: null } };
  const rate = { id: 1, monthlyPrice: 5_000_000n };

  test('the first hour ever starts from nothing', () => {
    expect(chargeForHour(null, { ...hour, rate }).month).toEqual(counted(H(1)));
  });

  test('the first hour of a month forgets the month before, its cap included', () => {
    const october = { ...counted(H(730)), month: at('2026-10') };
    const terms = { hoursPerMonth: 730, capHours: 730 };
    const priced = chargeForHour(october, { ...hour, terms, rate });
    expect(priced).toMatchObject({ capped: 0, amount: 6849n, month: counted(H(1)) });
  });

  test('another rate counts by itself, and the first goes on where it was', () => {
    const dearer = chargeForHour(counted(H(1)), { ...hour, rate: { id: 2, monthlyPrice: 10_000_000n } });
    expect(dearer.amount).toBe(13_699n);
    const back = chargeForHour(dearer.month, { ...hour, rate });
    expect(back.amount).toBe(6850n);
    expect(back.month).toEqual({
      month: NOVEMBER,
      cappedWeighted: H(3),
      counts: [
        { rateId: 1, hoursPerMonth: 730, weighted: H(2) },
        { rateId: 2, hoursPerMonth: 730, weighted: H(1) },
      ],
    });
  });

  test('another divisor counts by itself too, so a changed setting never reprices the past', () => {
    const changed = { ...hour, terms: { hoursPerMonth: 720, capHours: null } };
    const priced = chargeForHour(counted(H(1)), { ...changed, rate });
    expect(priced.amount).toBe(6944n);
    expect(priced.month.counts).toHaveLength(2);
  });

  test('the month that was handed in stays as it was', () => {
    const month = counted(H(1));
    chargeForHour(month, { ...hour, rate });
    expect(month).toEqual(counted(H(1)));
  });

  test('an hour that costs nothing leaves no count behind', () => {
    expect(chargeForHour(null, { ...hour, weighted: 0, rate }).month.counts).toEqual([]);
  });
});

test('however hours are lumped, a rate of one month costs its rounded total, and hours are never negative', () => {
  const hours = fc.array(fc.integer({ min: 0, max: 540_000 }), { maxLength: 60 });
  const price = fc.bigInt({ min: 0n, max: 10n ** 15n });
  fc.assert(
    fc.property(hours, price, fc.integer({ min: 1, max: 1000 }), (weights, monthlyPrice, hoursPerMonth) => {
      let month: MonthSoFar | null = null;
      let total = 0n;
      for (const weighted of weights) {
        const terms = { hoursPerMonth, capHours: null };
        const priced = chargeForHour(month, {
          hour: NOVEMBER,
          weighted,
          terms,
          rate: { id: 1, monthlyPrice },
        });
        expect(priced.amount >= 0n).toBe(true);
        total += priced.amount;
        month = priced.month;
      }
      const weighted = weights.reduce((sum, weight) => sum + weight, 0);
      expect(total).toBe(priceOf(monthlyPrice, { weighted, hoursPerMonth }));
    }),
  );
});

test('hours-per-month that give no whole divisor above zero are refused, not rounded', () => {
  expect(() => priceOf(1n, { weighted: 1, hoursPerMonth: 0 })).toThrow(RangeError);
  expect(() => priceOf(1n, { weighted: 1, hoursPerMonth: -730 })).toThrow(RangeError);
  expect(() => priceOf(1n, { weighted: 1, hoursPerMonth: 730.0000001 })).toThrow(RangeError);
  expect(() => priceOf(1n, { weighted: 1, hoursPerMonth: Number.NaN })).toThrow(RangeError);
});
