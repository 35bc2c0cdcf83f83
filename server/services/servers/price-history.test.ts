import { expect, test } from 'vitest';
import { priceHistory } from './price-history.ts';

const day = (number: number) => new Date(Date.UTC(2026, 10, number));
const has = (from: number, packageId: number | null) => ({
  from: day(from),
  packageId,
  packageName: packageId === null ? null : `package ${packageId}`,
  source: 'match' as const,
});
const rate = (id: number, from: number, of: { packageId: number } | { serverId: number }) => ({
  id,
  packageId: null,
  serverId: null,
  effectiveFrom: day(from),
  monthlyPrice: BigInt(id),
  hourlyPrice: 0n,
  reason: null,
  createdBy: null,
  ...of,
});

test.each`
  packages                     | rates                                                                                        | steps                                     | because
  ${[]}                        | ${[]}                                                                                        | ${[]}                                     | ${'it was never said which package it has'}
  ${[has(2, 1)]}               | ${[]}                                                                                        | ${[[2, 'none', null]]}                    | ${'a package without a price'}
  ${[has(2, 1)]}               | ${[rate(7, 1, { packageId: 1 })]}                                                            | ${[[2, 'package', 7]]}                    | ${'the price was there before the server'}
  ${[has(2, 1)]}               | ${[rate(7, 1, { packageId: 1 }), rate(8, 5, { packageId: 1 })]}                              | ${[[5, 'package', 8], [2, 'package', 7]]} | ${'a later price, newest first'}
  ${[has(2, 1)]}               | ${[rate(7, 1, { packageId: 1 }), rate(8, 5, { serverId: 3 }), rate(9, 6, { packageId: 1 })]} | ${[[5, 'server', 8], [2, 'package', 7]]}  | ${'its own price wins from its hour on'}
  ${[has(2, 1), has(4, 2)]}    | ${[rate(7, 1, { packageId: 1 }), rate(8, 1, { packageId: 2 })]}                              | ${[[4, 'package', 8], [2, 'package', 7]]} | ${'another package, another price'}
  ${[has(2, 1), has(4, null)]} | ${[rate(7, 1, { packageId: 1 })]}                                                            | ${[[4, 'none', null], [2, 'package', 7]]} | ${'without a package there is none'}
`('$steps: $because', ({ packages, rates, steps }) => {
  const history = priceHistory({ packages, rates });
  expect(history.map(({ from, of, rateId }) => [from.getUTCDate(), of, rateId])).toEqual(steps);
  expect(history.map(({ until }) => until)).toEqual(
    [null, ...history.slice(0, -1).map(({ from }) => from)].slice(0, history.length),
  );
});
