import { expect, test } from 'vitest';
import { formatMoney, parseMoney } from '#shared/billing/money.ts';
import type { Rate, Terms } from '#shared/billing/statement.ts';
import { burnPerHour } from './burn.ts';

const terms: Terms = {
  id: 1,
  from: 0,
  hoursPerMonth: 730,
  counting: 'second',
  runningPercent: 100,
  stoppedPercent: 50,
  suspendedPercent: 0,
  capHours: 730,
  gapPolicy: 'bill',
  maxGapSeconds: 1800,
};

function rate(price: string, more: Partial<Rate> = {}): Rate {
  const percents = { runningPercent: null, stoppedPercent: null, suspendedPercent: null };
  return {
    id: 1,
    from: 0,
    packageId: 1,
    serverId: null,
    monthlyPrice: parseMoney(price),
    ...percents,
    ...more,
  };
}

test.each`
  servers | state          | priced                                  | burn          | because
  ${1}    | ${'running'}   | ${rate('7.30')}                         | ${'0.01'}     | ${'one hour of 730'}
  ${1}    | ${'running'}   | ${rate('5.00')}                         | ${'0.006849'} | ${'rounded as a charge is: 0.00684931…'}
  ${3}    | ${'running'}   | ${rate('5.00')}                         | ${'0.020547'} | ${'each server rounds for itself'}
  ${1}    | ${'stopped'}   | ${rate('7.30')}                         | ${'0.005'}    | ${'half of the price, by the terms'}
  ${1}    | ${'stopped'}   | ${rate('7.30', { stoppedPercent: 10 })} | ${'0.001'}    | ${'the rate says less than the terms'}
  ${1}    | ${'suspended'} | ${rate('7.30')}                         | ${'0.00'}     | ${'nothing, by the terms'}
  ${1}    | ${'present'}   | ${rate('7.30')}                         | ${'0.005'}    | ${'power not looked at: the cheaper'}
  ${1}    | ${'native'}    | ${rate('7.30')}                         | ${'0.00'}     | ${'VirtFusion bills it itself'}
  ${1}    | ${null}        | ${rate('7.30')}                         | ${'0.00'}     | ${'not seen yet'}
  ${9}    | ${'running'}   | ${null}                                 | ${'0.00'}     | ${'no price: its hours wait'}
`('$servers × $state burns $burn an hour: $because', ({ servers, state, priced, burn }) => {
  expect(formatMoney(burnPerHour([{ servers, state, rate: priced }], terms))).toBe(burn);
});

test('servers of several kinds add up, and none burns nothing', () => {
  const kinds = [
    { servers: 2, state: 'running' as const, rate: rate('7.30') },
    { servers: 1, state: 'stopped' as const, rate: rate('7.30') },
  ];
  expect(formatMoney(burnPerHour(kinds, terms))).toBe('0.025');
  expect(burnPerHour([], terms)).toBe(0n);
});
