import { getTasks } from 'node-cron';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { checkSchedule } from './check-schedule.ts';

const now = new Date('2026-11-01T12:30:00Z');
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now });
});
afterEach(() => {
  vi.useRealTimers();
});

test.each`
  schedule          | timezone           | sentence                                                | first
  ${'0 * * * *'}    | ${'UTC'}           | ${'Every hour'}                                         | ${'2026-11-01T13:00:00.000Z'}
  ${' 0  * * * * '} | ${'UTC'}           | ${'Every hour'}                                         | ${'2026-11-01T13:00:00.000Z'}
  ${'5 */6 * * *'}  | ${'UTC'}           | ${'At 5 minutes past the hour, every 6 hours'}          | ${'2026-11-01T18:05:00.000Z'}
  ${'0 9 * * *'}    | ${'Europe/Berlin'} | ${'At 09:00'}                                           | ${'2026-11-02T08:00:00.000Z'}
  ${'0 0 29 2 *'}   | ${'UTC'}           | ${'At 00:00, on day 29 of the month, only in February'} | ${'2028-02-29T00:00:00.000Z'}
`('"$schedule" in $timezone means "$sentence"', ({ schedule, timezone, sentence, first }) => {
  const check = checkSchedule(schedule, timezone, now);
  expect(check).toMatchObject({ valid: true, problem: null, sentence });
  expect(check.nextRuns).toHaveLength(5);
  expect(check.nextRuns[0]?.toISOString()).toBe(first);
});

test.each`
  schedule           | problem
  ${''}              | ${/five fields/}
  ${'hourly'}        | ${/five fields/}
  ${'@hourly'}       | ${/Names such as @hourly/}
  ${'0 0 * * * *'}   | ${/six fields/}
  ${'0 0 * * * * *'} | ${/not 7/}
  ${'61 * * * *'}    | ${/"61" does not fit the minute/}
  ${'0 24 * * *'}    | ${/"24" does not fit the hour/}
  ${'0 0 31 2 *'}    | ${/never run/}
  ${'0 0 31W 2 *'}   | ${/five years/}
  ${'0 0 29 2 1'}    | ${/five years/}
`('"$schedule" is refused with the remedy', ({ schedule, problem }) => {
  expect(checkSchedule(schedule, 'UTC', now)).toEqual({
    valid: false,
    problem: expect.stringMatching(problem),
    sentence: null,
    nextRuns: [],
  });
});

test('an unknown zone is refused', () => {
  expect(checkSchedule('0 * * * *', 'Mars/Olympus', now).problem).toMatch(/no zone "Mars\/Olympus"/);
});

test('a day of the month and a weekday together are said to be both needed', () => {
  const check = checkSchedule('0 0 13 * 5', 'UTC', now);
  expect(check.sentence).toMatch(/only on days that match both/);
  expect(check.nextRuns[0]?.toISOString()).toBe('2026-11-13T00:00:00.000Z');
});

test('judging leaves no task behind in node-cron', () => {
  const before = getTasks().size;
  checkSchedule('0 * * * *', 'UTC', now);
  checkSchedule('0 0 31W 2 *', 'UTC', now);
  expect(getTasks().size).toBe(before);
});
