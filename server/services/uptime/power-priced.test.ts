import { expect, test } from 'vitest';
import { isPowerPriced } from './power-priced.ts';

const terms = (from: number, runningPercent: number, stoppedPercent: number) => ({
  from,
  runningPercent,
  stoppedPercent,
});
const rate = (
  from: number,
  runningPercent: number | null,
  stoppedPercent: number | null,
  packageId: number | null = 1,
) => ({ from, packageId, serverId: packageId === null ? 5 : null, runningPercent, stoppedPercent });

test.each`
  now     | terms                                        | rates                                           | priced   | because
  ${100}  | ${[terms(0, 100, 0)]}                        | ${[]}                                           | ${true}  | ${'stopped costs less'}
  ${100}  | ${[terms(0, 100, 100)]}                      | ${[]}                                           | ${false} | ${'existence is billed'}
  ${100}  | ${[terms(0, 0, 0)]}                          | ${[]}                                           | ${false} | ${'both are free'}
  ${100}  | ${[terms(0, 100, 100), terms(3600, 100, 0)]} | ${[]}                                           | ${true}  | ${'from the next hour on'}
  ${100}  | ${[terms(0, 100, 100), terms(7200, 100, 0)]} | ${[]}                                           | ${false} | ${'not before the hour after'}
  ${3700} | ${[terms(0, 100, 0), terms(3600, 100, 100)]} | ${[]}                                           | ${false} | ${'no longer'}
  ${100}  | ${[terms(0, 100, 100)]}                      | ${[rate(0, null, 50)]}                          | ${true}  | ${'a rate overrides'}
  ${100}  | ${[terms(0, 100, 100)]}                      | ${[rate(0, null, 50, null)]}                    | ${true}  | ${'a rate of one server overrides'}
  ${100}  | ${[terms(0, 100, 100)]}                      | ${[rate(0, 50, 50)]}                            | ${false} | ${'a rate overrides both alike'}
  ${100}  | ${[terms(0, 100, 100)]}                      | ${[rate(0, null, 50), rate(50, null, null)]}    | ${false} | ${'a later rate of the package ends it'}
  ${100}  | ${[terms(0, 100, 100)]}                      | ${[rate(0, null, 50), rate(50, null, null, 2)]} | ${true}  | ${'a later rate of another package does not'}
  ${100}  | ${[terms(0, 100, 100)]}                      | ${[rate(7200, null, 50)]}                       | ${false} | ${'not in force yet'}
  ${100}  | ${[]}                                        | ${[]}                                           | ${false} | ${'nothing is priced without terms'}
`('$priced: $because', ({ now, terms: dated, rates, priced }) => {
  expect(isPowerPriced(now, dated, rates)).toBe(priced);
});
