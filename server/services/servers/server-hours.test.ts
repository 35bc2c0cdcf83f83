import { expect, test } from 'vitest';
import { HOUR } from '#shared/billing/period.ts';
import type { Stretch } from '#shared/billing/statement.ts';
import { type HourFacts, serverDays, serverHours, upSecondsIn } from './server-hours.ts';

const seen = (from: number, until: number, state: Stretch['state']): Stretch => ({
  from,
  until,
  state,
  customerId: 11,
});
const hour = { from: 0, until: HOUR };

test.each`
  stretches                                                   | seconds | because
  ${[]}                                                       | ${0}    | ${'nobody saw it'}
  ${[seen(-60, 4000, 'running')]}                             | ${3600} | ${'seen all hour'}
  ${[seen(600, 1200, 'running')]}                             | ${600}  | ${'what comes after the last sighting is not known'}
  ${[seen(0, 600, 'running'), seen(1200, 4000, 'running')]}   | ${3600} | ${'both ends of the gap show it'}
  ${[seen(0, 600, 'present'), seen(1200, 4000, 'running')]}   | ${3600} | ${'there, its power not asked, is up'}
  ${[seen(0, 600, 'running'), seen(1200, 4000, 'stopped')]}   | ${600}  | ${'doubt is not uptime'}
  ${[seen(0, 600, 'suspended'), seen(1200, 4000, 'running')]} | ${2400} | ${'nor is it on the way up'}
`('$seconds s up: $because', ({ stretches, seconds }) => {
  expect(upSecondsIn(hour, stretches)).toBe(seconds);
});

const facts: HourFacts = {
  stretches: [seen(0, 5.5 * HOUR, 'running')],
  charges: new Map([[HOUR, { seconds: 3600, amount: 6849n, corrected: false, inGap: false }]]),
  exempt: [
    { from: 2 * HOUR, until: 3 * HOUR },
    { from: 6 * HOUR, until: 7 * HOUR },
  ],
  billedUntil: 4 * HOUR,
  now: 5.5 * HOUR,
};

test.each`
  hour | status        | because
  ${0} | ${'unbilled'} | ${'settled, without a charge'}
  ${1} | ${'charged'}  | ${'it has a charge'}
  ${2} | ${'exempt'}   | ${'an admin said so'}
  ${3} | ${'unbilled'} | ${'the last hour that is settled'}
  ${4} | ${'waiting'}  | ${'over, and not billed yet'}
  ${5} | ${'ahead'}    | ${'not over yet'}
  ${6} | ${'exempt'}   | ${'ahead, and exempt when it comes'}
`('hour $hour is $status: $because', ({ hour: index, status }) => {
  expect(serverHours({ from: 0, until: 24 * HOUR }, facts)[index]?.status).toBe(status);
});

test('the hour that is not over counts what was seen of it so far', () => {
  expect(serverHours({ from: 5 * HOUR, until: 7 * HOUR }, facts).map(({ upSeconds }) => upSeconds)).toEqual([
    1800, 0,
  ]);
});

test('days add up their hours', () => {
  const days = serverDays(serverHours({ from: 0, until: 48 * HOUR }, facts));
  expect(days).toEqual([
    {
      day: '1970-01-01',
      upSeconds: 5.5 * HOUR,
      seconds: 3600,
      amount: 6849n,
      hoursCorrected: 0,
      hours: { charged: 1, exempt: 2, unbilled: 2, waiting: 1, ahead: 18 },
    },
    {
      day: '1970-01-02',
      upSeconds: 0,
      seconds: 0,
      amount: 0n,
      hoursCorrected: 0,
      hours: { charged: 0, exempt: 0, unbilled: 0, waiting: 0, ahead: 24 },
    },
  ]);
});
