import { expect, test } from 'vitest';
import { startOfDay } from './start-of-day.ts';

test.each`
  day             | dayAfter | instant
  ${'2026-11-23'} | ${false} | ${'2026-11-23T00:00:00.000Z'}
  ${'2026-12-31'} | ${true}  | ${'2027-01-01T00:00:00.000Z'}
  ${''}           | ${false} | ${undefined}
  ${'2026-13-45'} | ${false} | ${undefined}
  ${'yesterday'}  | ${true}  | ${undefined}
`('"$day" is $instant', ({ day, dayAfter, instant }) => {
  expect(startOfDay(day, { dayAfter })).toBe(instant);
});
