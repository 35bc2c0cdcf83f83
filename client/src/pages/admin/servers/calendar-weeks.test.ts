import { expect, test } from 'vitest';
import { calendarWeeks, dayAfterKey, dayText, monthOn, monthText } from './calendar-weeks.ts';

test.each`
  month        | weeks | first | days
  ${'2026-11'} | ${6}  | ${6}  | ${30}
  ${'2026-02'} | ${5}  | ${6}  | ${28}
  ${'2027-02'} | ${4}  | ${0}  | ${28}
  ${'2028-02'} | ${5}  | ${1}  | ${29}
  ${'2026-12'} | ${5}  | ${1}  | ${31}
`('$month has $days days in $weeks weeks and begins on weekday $first', ({ month, weeks, first, days }) => {
  const grid = calendarWeeks(month);
  expect(grid.every((week) => week.length === 7)).toBe(true);
  expect(grid).toHaveLength(weeks);
  expect(grid[0]?.findIndex((day) => day !== null)).toBe(first);
  const real = grid.flat().filter((day) => day !== null);
  expect([real.length, real[0], real.at(-1)]).toEqual([days, `${month}-01`, `${month}-${days}`]);
});

test.each`
  day             | key             | next
  ${'2026-11-23'} | ${'ArrowLeft'}  | ${'2026-11-22'}
  ${'2026-11-23'} | ${'ArrowDown'}  | ${'2026-11-30'}
  ${'2026-11-25'} | ${'Home'}       | ${'2026-11-23'}
  ${'2026-11-25'} | ${'End'}        | ${'2026-11-29'}
  ${'2026-11-30'} | ${'ArrowRight'} | ${null}
  ${'2026-11-03'} | ${'ArrowUp'}    | ${null}
  ${'2026-11-23'} | ${'Enter'}      | ${null}
`('$key on $day leads to $next', ({ day, key, next }) => {
  expect(dayAfterKey(day, key)).toBe(next);
});

test('months are counted over the end of a year, and have names', () => {
  expect([monthOn('2026-11', 2), monthOn('2027-01', -1)]).toEqual(['2027-01', '2026-12']);
  expect(monthText('2026-11')).toBe('November 2026');
  expect(dayText('2026-11-23')).toBe('Monday 23 November 2026');
});
