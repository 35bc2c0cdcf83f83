import { expect, test } from 'vitest';
import { parseMoney } from '#shared/billing/money.ts';
import { aDashboard } from '../../../testing/dashboard-record.ts';
import { at } from '../../../testing/records.ts';
import { axisSteps } from './axis-steps.ts';
import { changeText } from './change-text.ts';
import { countdown } from './countdown.ts';
import { hourBars, hoursShown } from './hour-bars.ts';

test.each`
  amount     | before    | text
  ${'1.125'} | ${'1.00'} | ${'+12.5 %'}
  ${'0.50'}  | ${'1.00'} | ${'−50.0 %'}
  ${'1.00'}  | ${'1.00'} | ${'±0.0 %'}
  ${'25.00'} | ${'1.00'} | ${'+2,400.0 %'}
  ${'0.00'}  | ${'1.00'} | ${'−100.0 %'}
  ${'1.00'}  | ${'0.00'} | ${null}
`('$amount after $before is $text', ({ amount, before, text }) => {
  expect(changeText(parseMoney(amount), parseMoney(before))).toBe(text);
});

test.each`
  seconds   | text
  ${-5}     | ${'due now'}
  ${0}      | ${'due now'}
  ${59}     | ${'in less than a minute'}
  ${60}     | ${'in 1 min'}
  ${3599}   | ${'in 59 min'}
  ${3600}   | ${'in 1 h'}
  ${7500}   | ${'in 2 h 5 min'}
  ${172800} | ${'in 2 days'}
`('$seconds s ahead is "$text"', ({ seconds, text }) => {
  expect(countdown(new Date(at('12:00').getTime() + seconds * 1000), at('12:00'))).toBe(text);
});

test.each`
  highest      | steps
  ${0}         | ${[0]}
  ${1}         | ${[0, 1]}
  ${4}         | ${[0, 1, 2, 3, 4]}
  ${412_345}   | ${[0, 200_000, 400_000, 600_000]}
  ${700_000}   | ${[0, 200_000, 400_000, 600_000, 800_000]}
  ${1_000_000} | ${[0, 250_000, 500_000, 750_000, 1_000_000]}
`('an axis up to $highest has the lines $steps', ({ highest, steps }) => {
  expect(axisSteps(highest)).toEqual(steps);
});

const UTC = { timezone: 'UTC', currency: 'USD' };
const dashboard = aDashboard();
const hourly = (over: object) => dashboard.hours.map((hour) => ({ ...hour, ...over }));

test('a bar is an hour, in words and at its tick', () => {
  const bars = hourBars(dashboard, UTC);
  expect(bars[0]).toMatchObject({
    name: '21 Nov, 20:00–21:00',
    text: '$0.412345, 56 servers',
    value: 412_345,
  });
  expect(bars.filter(({ tick }) => tick).map(({ tick }) => tick)).toEqual([
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
  const none = { ...dashboard, hours: hourly({ charges: 0, amount: 0n }), billedUntil: at('18:00') };
  expect(hourBars(none, UTC).filter(({ pending }) => pending)).toHaveLength(2);
  expect(hourBars(none, UTC)[0]?.text).toBe('nothing was billed');
  const off = { ...none, billing: { ...dashboard.billing, enabled: false } };
  expect(hourBars(off, UTC).filter(({ pending }) => pending)).toHaveLength(0);
});

test('a zone off by half an hour has ticks too', () => {
  const ticks = hourBars(dashboard, { timezone: 'Asia/Kolkata', currency: 'USD' }).filter(({ tick }) => tick);
  expect(ticks[0]?.tick).toBe('06:30');
});

test.each`
  firstBilled | shown
  ${0}        | ${48}
  ${10}       | ${38}
  ${40}       | ${24}
  ${48}       | ${48}
`('billed since hour $firstBilled of 48, $shown are shown', ({ firstBilled, shown }) => {
  const hours = dashboard.hours.map((hour, index) => (index < firstBilled ? { ...hour, charges: 0 } : hour));
  expect(hoursShown(hours)).toHaveLength(shown);
});
