import { expect, test } from 'vitest';
import { type WaitingFacts, waitingRevenue } from './waiting-revenue.ts';

/** Two servers for ten hours each: one of a package of 7.30 a month, and one without a price. */
const facts: WaitingFacts = {
  servers: 2,
  pricedHours: 10,
  unpricedHours: 10,
  monthlyTimesHours: 73_000_000n,
  hoursPerMonth: 730,
  usualPerHour: 20_000n,
  longestHours: 10,
  currency: 'USD',
};

test.each`
  change                                         | estimate  | because
  ${{}}                                          | ${'0.30'} | ${'ten hours at 0.01, and ten at the usual 0.02'}
  ${{ usualPerHour: 0n }}                        | ${'0.10'} | ${'nothing was charged yet: only what has a price is told'}
  ${{ longestHours: 5 }}                         | ${null}   | ${'five hours are no leak'}
  ${{ longestHours: 6 }}                         | ${'0.30'} | ${'six are'}
  ${{ servers: 0, longestHours: 0 }}             | ${null}   | ${'nobody waits'}
  ${{ monthlyTimesHours: 1n, unpricedHours: 0 }} | ${'0.00'} | ${'a part of a micro is none'}
`('$estimate: $because', ({ change, estimate }) => {
  const found = waitingRevenue({ ...facts, ...change });
  expect(found.map((finding) => finding.facts?.estimate)).toEqual(estimate === null ? [] : [estimate]);
});
