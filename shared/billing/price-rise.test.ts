import { expect, test } from 'vitest';
import { parseMoney } from './money.ts';
import { isBeyond, type PriceMaking, steepestRise } from './price-rise.ts';

const usual: PriceMaking = {
  monthlyPrice: parseMoney('5.00'),
  hoursPerMonth: 730,
  runningPercent: 100,
  stoppedPercent: 10,
  suspendedPercent: 0,
  counting: 'minute',
  capHours: 730,
};

test.each`
  change                                       | rise           | because
  ${{}}                                        | ${0}           | ${'nothing changed'}
  ${{ monthlyPrice: parseMoney('6.00') }}      | ${20}          | ${'a fifth more'}
  ${{ monthlyPrice: parseMoney('6.000001') }}  | ${21}          | ${'a micro more than a fifth is rounded up'}
  ${{ monthlyPrice: parseMoney('4.00') }}      | ${0}           | ${'cheaper is no rise'}
  ${{ hoursPerMonth: 672, capHours: 672 }}     | ${9}           | ${'an hour costs 730/672 of what it did'}
  ${{ hoursPerMonth: 744, capHours: 744 }}     | ${0}           | ${'hours are cheaper, a month costs the same'}
  ${{ capHours: null }}                        | ${2}           | ${'the longest month has 744 hours'}
  ${{ capHours: 365 }}                         | ${0}           | ${'a lower cap is cheaper'}
  ${{ stoppedPercent: 50 }}                    | ${400}         | ${'five times as much while stopped'}
  ${{ suspendedPercent: 1 }}                   | ${'unbounded'} | ${'what was free costs something'}
  ${{ counting: 'hour' }}                      | ${'unbounded'} | ${'a second may pay for an hour'}
  ${{ counting: 'second' }}                    | ${0}           | ${'finer counting is never dearer'}
  ${{ runningPercent: 0, stoppedPercent: 11 }} | ${10}          | ${'one state dearer is enough'}
`('$change raises a price by at most $rise: $because', ({ change, rise }) => {
  expect(steepestRise(usual, { ...usual, ...change })).toBe(rise);
});

test('a free package that gets a price has no limit to its rise', () => {
  expect(steepestRise({ ...usual, monthlyPrice: 0n }, usual)).toBe('unbounded');
});

test.each([
  [20, 20, false],
  [21, 20, true],
  ['unbounded' as const, 1000, true],
])('a rise of %s is beyond %s: %s', (rise, limit, beyond) => {
  expect(isBeyond(rise, limit)).toBe(beyond);
});
