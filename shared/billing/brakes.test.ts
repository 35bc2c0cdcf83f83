import { expect, test } from 'vitest';
import { type BrakeLimits, type RunOutlook, reasonsIn, type UsualRuns, weighBrakes } from './brakes.ts';

const quiet: RunOutlook = {
  servers: 100,
  serverHours: 100,
  longestHours: 1,
  freeServers: 0,
  amount: 700_000n,
  fleet: 100,
  fleetBefore: 100,
};
const usual: UsualRuns = { runs: 10, amountPerServerHour: 7_000n, freePercent: 10 };
const limits: BrakeLimits = { totalPercent: 300, fleetPercent: 30, catchUpHours: 48, freePercent: 50 };

test.each`
  change                                                  | past                           | held                              | because
  ${{}}                                                   | ${{}}                          | ${[]}                             | ${'it is like the runs before it'}
  ${{ amount: 2_100_000n }}                               | ${{}}                          | ${[]}                             | ${'three times the usual is the limit itself'}
  ${{ amount: 2_100_001n }}                               | ${{}}                          | ${['total']}                      | ${'a micro above it is not'}
  ${{ serverHours: 300, amount: 2_100_001n }}             | ${{}}                          | ${[]}                             | ${'three hours cost three times as much'}
  ${{ amount: 2_100_001n }}                               | ${{ runs: 2 }}                 | ${[]}                             | ${'two runs are no past'}
  ${{ amount: 2_100_001n }}                               | ${{ amountPerServerHour: 0n }} | ${[]}                             | ${'nothing was charged before: there is no usual'}
  ${{ fleet: 70 }}                                        | ${{}}                          | ${[]}                             | ${'30 % fewer is the limit'}
  ${{ fleet: 69 }}                                        | ${{}}                          | ${['fleet']}                      | ${'31 % fewer is beyond'}
  ${{ fleet: 131 }}                                       | ${{}}                          | ${['fleet']}                      | ${'31 % more as well'}
  ${{ fleet: 0 }}                                         | ${{}}                          | ${['fleet']}                      | ${'a list that shrinks to nothing'}
  ${{ fleet: 3, fleetBefore: 9 }}                         | ${{}}                          | ${[]}                             | ${'a small fleet changes by large shares'}
  ${{ fleet: 50, fleetBefore: null }}                     | ${{}}                          | ${[]}                             | ${'the first look has none before it'}
  ${{ longestHours: 48 }}                                 | ${{}}                          | ${[]}                             | ${'two days are caught up unasked'}
  ${{ longestHours: 49 }}                                 | ${{}}                          | ${['catch_up']}                   | ${'more asks'}
  ${{ freeServers: 60 }}                                  | ${{}}                          | ${[]}                             | ${'50 points above the usual 10 %'}
  ${{ freeServers: 61 }}                                  | ${{}}                          | ${['free']}                       | ${'and one more'}
  ${{ servers: 19, freeServers: 19 }}                     | ${{}}                          | ${[]}                             | ${'too few to tell'}
  ${{ amount: 9_000_000n, fleet: 0, longestHours: 9000 }} | ${{}}                          | ${['total', 'fleet', 'catch_up']} | ${'every reason is named'}
`('held for $held when $change after $past: $because', ({ change, past, held }) => {
  const reasons = reasonsIn(weighBrakes({ ...quiet, ...change }, { ...usual, ...past }, limits));
  expect(reasons.map((reason) => reason.brake)).toEqual(held);
});

test('a limit of zero switches its brake off', () => {
  const wild = { ...quiet, amount: 10n ** 12n, fleet: 0, longestHours: 9000, freeServers: 100 };
  const off = { totalPercent: 0, fleetPercent: 0, catchUpHours: 0, freePercent: 0 };
  expect(reasonsIn(weighBrakes(wild, usual, off))).toEqual([]);
});

test('a reason says what was found and what the limit is', () => {
  expect(reasonsIn(weighBrakes({ ...quiet, fleet: 0 }, usual, limits))).toEqual([
    { brake: 'fleet', found: '0 servers after 100', limit: '30 % more or fewer' },
  ]);
});

test.each`
  change                   | past           | off                    | outcomes                                          | because
  ${{}}                    | ${{}}          | ${{}}                  | ${['passed', 'passed', 'passed', 'passed']}       | ${'all four were asked'}
  ${{}}                    | ${{ runs: 0 }} | ${{}}                  | ${['not_asked', 'passed', 'passed', 'not_asked']} | ${'two of them have no past'}
  ${{ fleetBefore: null }} | ${{}}          | ${{}}                  | ${['passed', 'not_asked', 'passed', 'passed']}    | ${'it is the first look'}
  ${{ servers: 0 }}        | ${{}}          | ${{}}                  | ${['passed', 'passed', 'passed', 'not_asked']}    | ${'nothing is due'}
  ${{ longestHours: 50 }}  | ${{}}          | ${{ fleetPercent: 0 }} | ${['passed', 'off', 'held', 'passed']}            | ${'one is off and one holds'}
`('every brake tells its figures: $outcomes, $because', ({ change, past, off, outcomes }) => {
  const figures = weighBrakes({ ...quiet, ...change }, { ...usual, ...past }, { ...limits, ...off });
  expect(figures.map(({ outcome }) => outcome)).toEqual(outcomes);
  expect(figures.map(({ brake }) => brake)).toEqual(['total', 'fleet', 'catch_up', 'free']);
});
