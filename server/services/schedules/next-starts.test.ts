import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { HoldRules } from './hold.ts';
import { nextStarts } from './next-starts.ts';

// node-cron counts from the machine's clock and takes no other: it is Monday, half past eight.
beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-23T08:30:00Z'), toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const free: HoldRules = { pauses: [], blackouts: [], timezone: 'UTC' };
const mondays = [{ days: [1], from: '09:00', until: '17:30' }];
const allButSunday = [
  { days: [1], from: '08:00', until: '00:00' },
  { days: [2, 3, 4, 5, 6], from: '00:00', until: '00:00' },
];
const paused = (until: string | null): HoldRules => ({
  ...free,
  pauses: [
    {
      reason: 'the panel is moved',
      pausedBy: 'admin:2',
      pausedAt: new Date('2026-11-23T08:00:00Z'),
      until: until === null ? null : new Date(until),
      endedAt: null,
    },
  ],
});

test.each`
  schedules                       | rules                                   | starts                                            | because
  ${['0 * * * *']}                | ${free}                                 | ${['23 09:00', '23 10:00', '23 11:00']}           | ${'every hour'}
  ${['0 * * * *', '30 9 * * *']}  | ${free}                                 | ${['23 09:00', '23 09:30', '23 10:00']}           | ${'both schedules'}
  ${['0 * * * *', '0 */2 * * *']} | ${free}                                 | ${['23 09:00', '23 10:00', '23 11:00']}           | ${'an instant of both is one'}
  ${['0 * * * *']}                | ${{ ...free, blackouts: mondays }}      | ${['23 17:30 caught up', '23 18:00', '23 19:00']} | ${'what a window holds back comes at its end, as one'}
  ${['0 * * * *']}                | ${paused('2026-11-23T10:15:00Z')}       | ${['23 10:15 caught up', '23 11:00', '23 12:00']} | ${'so does what a pause holds back'}
  ${['0 * * * *']}                | ${paused(null)}                         | ${[]}                                             | ${'nobody has said when the pause ends'}
  ${['0 * * * *']}                | ${{ ...free, blackouts: allButSunday }} | ${['29 00:00 caught up', '29 01:00', '29 02:00']} | ${'a window of days'}
  ${['0 0 31 2 *']}               | ${free}                                 | ${[]}                                             | ${'no such day comes'}
`('$schedules: $because', ({ schedules, rules, starts }) => {
  const found = nextStarts({ schedules, timezone: 'UTC', rules }, 3);
  expect(
    found.map(
      ({ at, catchesUp }) =>
        `${at.toISOString().slice(8, 16).replace('T', ' ')}${catchesUp ? ' caught up' : ''}`,
    ),
  ).toEqual(starts);
});
