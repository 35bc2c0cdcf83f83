import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR, hourOf, hoursBetween, length, merge, overlap, type Period, without } from './period.ts';

const period = fc
  .tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 0, max: 20 }))
  .map(([from, seconds]): Period => ({ from, until: from + seconds }));

function contains(periods: readonly Period[], second: number): boolean {
  return periods.some(({ from, until }) => from <= second && second < until);
}

test.each`
  instant  | hour     | because
  ${7200}  | ${7200}  | ${'an hour begins with its first second'}
  ${10799} | ${7200}  | ${'and ends before the next'}
  ${10800} | ${10800} | ${'the next'}
  ${-1}    | ${-3600} | ${'before 1970 too'}
`('$instant lies in the hour $hour: $because', ({ instant, hour }) => {
  expect(hourOf(instant)).toBe(hour);
});

test.each`
  from    | until   | hours        | because
  ${0}    | ${7200} | ${[0, 3600]} | ${'both hours are whole'}
  ${1}    | ${7200} | ${[3600]}    | ${'the first is not whole'}
  ${0}    | ${7199} | ${[0]}       | ${'the last is not whole'}
  ${100}  | ${200}  | ${[]}        | ${'no whole hour'}
  ${7200} | ${0}    | ${[]}        | ${'no time at all'}
`('from $from until $until the hours are $hours: $because', ({ from, until, hours }) => {
  expect(hoursBetween({ from, until })).toEqual(hours);
});

test('touching periods share no time, and a period that ends before it begins is none', () => {
  expect(overlap({ from: 0, until: 5 }, { from: 5, until: 9 })).toBeNull();
  expect(overlap({ from: 0, until: 6 }, { from: 5, until: 9 })).toEqual({ from: 5, until: 6 });
  expect(length({ from: 5, until: 9 })).toBe(4);
  expect(length({ from: 9, until: 5 })).toBe(0);
  expect(HOUR).toBe(3600);
});

test('an overlap holds exactly the seconds that both hold', () => {
  fc.assert(
    fc.property(period, period, fc.integer({ min: -60, max: 80 }), (one, other, second) => {
      const common = overlap(one, other);
      const both = contains([one], second) && contains([other], second);
      expect(common !== null && contains([common], second)).toBe(both);
    }),
  );
});

test('merging keeps every second once, in order, with time between the periods', () => {
  fc.assert(
    fc.property(fc.array(period), (periods) => {
      const before = structuredClone(periods);
      const merged = merge(periods);
      for (let second = -60; second < 80; second += 1) {
        expect(contains(merged, second)).toBe(contains(periods, second));
      }
      for (const [index, { from, until }] of merged.entries()) {
        expect(from).toBeLessThan(until);
        expect(from).toBeGreaterThan(merged[index - 1]?.until ?? Number.NEGATIVE_INFINITY);
      }
      expect(periods).toEqual(before);
    }),
  );
});

test('without keeps exactly the seconds that lie in no hole', () => {
  fc.assert(
    fc.property(fc.array(period), fc.array(period), (periods, holes) => {
      const left = without(periods, holes);
      expect(left).toEqual(merge(left));
      for (let second = -60; second < 80; second += 1) {
        expect(contains(left, second)).toBe(contains(periods, second) && !contains(holes, second));
      }
    }),
  );
});
