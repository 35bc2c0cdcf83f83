import { expect, test } from 'vitest';
import type { Timeline } from '../api/reports.ts';
import { at } from '../testing/records.ts';
import { aTimeline } from '../testing/report-records.ts';
import { stepsShown, type TimeBarsOptions, timeBars } from './time-bars.ts';

const { rows, billedUntil } = aTimeline();
const hourly: TimeBarsOptions = { by: 'hour', billedUntil, enabled: true, timezone: 'UTC', currency: 'USD' };

const ticksOf = (of: Timeline['rows'], options: TimeBarsOptions) =>
  timeBars(of, options).flatMap(({ tick }) => tick ?? []);

test('a bar is an hour, in words and at its tick', () => {
  expect(timeBars(rows, hourly)[0]).toMatchObject({
    name: '21 Nov, 20:00–21:00',
    text: '$0.412345, 56 server hours',
    value: 412_345,
  });
  expect(ticksOf(rows, hourly)).toEqual([
    '22 Nov',
    '06:00',
    '12:00',
    '18:00',
    '23 Nov',
    '06:00',
    '12:00',
    '18:00',
  ]);
});

test('an hour that no run has come to is pending; one that was not billable is not', () => {
  const none = rows.map((row) => ({ ...row, charges: 0, amount: 0n }));
  const options = { ...hourly, billedUntil: at('18:00') };
  expect(timeBars(none, options).filter(({ pending }) => pending)).toHaveLength(2);
  expect(timeBars(none, options)[0]?.text).toBe('nothing was billed');
  expect(timeBars(none, { ...options, enabled: false }).filter(({ pending }) => pending)).toHaveLength(0);
});

test('a zone off by half an hour has ticks too', () => {
  expect(ticksOf(rows, { ...hourly, timezone: 'Asia/Kolkata' })[0]).toBe('06:30');
});

const steps = (by: 'day' | 'month', count: number, from = '2026-11-01'): Timeline['rows'] =>
  Array.from({ length: count }, (_, index) => {
    const start = new Date(`${from}T00:00:00Z`);
    const begin = (add: number) =>
      by === 'day'
        ? new Date(start.getTime() + add * 86_400_000)
        : new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + add, 1));
    return { from: begin(index), until: begin(index + 1), amount: 1n, charges: 1, seconds: 1 };
  });

test.each`
  by         | count  | name               | ticks
  ${'day'}   | ${30}  | ${'1 Nov 2026'}    | ${['2 Nov', '9 Nov', '16 Nov', '23 Nov', '30 Nov']}
  ${'day'}   | ${100} | ${'1 Nov 2026'}    | ${['Nov', 'Dec', 'Jan', 'Feb']}
  ${'month'} | ${3}   | ${'November 2026'} | ${['Nov', 'Dec', 'Jan']}
`('$count bars by $by begin with $name and have the ticks $ticks', ({ by, count, name, ticks }) => {
  const options = { ...hourly, by, timezone: 'America/Los_Angeles' };
  expect(timeBars(steps(by, count), options)[0]?.name).toBe(name);
  expect(ticksOf(steps(by, count), options)).toEqual(ticks);
});

test('what corrections took away stands below the line', () => {
  const [bar] = timeBars([{ ...(rows[0] as Timeline['rows'][number]), amount: -5_000n, charges: 0 }], hourly);
  expect(bar).toMatchObject({ value: -5000, text: '-$0.005, 0 server hours' });
});

test.each`
  firstBilled | shown
  ${0}        | ${48}
  ${10}       | ${38}
  ${40}       | ${24}
  ${48}       | ${48}
`('billed since hour $firstBilled of 48, $shown are shown', ({ firstBilled, shown }) => {
  const some = rows.map((row, index) => (index < firstBilled ? { ...row, charges: 0 } : row));
  expect(stepsShown(some, 'hour')).toHaveLength(shown);
});
