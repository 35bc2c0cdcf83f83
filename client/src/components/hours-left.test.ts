import { expect, test } from 'vitest';
import { hoursLeftText, runsLow } from './hours-left.ts';

test.each`
  hours   | text                              | low
  ${null} | ${'nothing is being charged'}     | ${false}
  ${0}    | ${'used up'}                      | ${true}
  ${1}    | ${'about 1 hour'}                 | ${true}
  ${23}   | ${'about 23 hours'}               | ${true}
  ${31}   | ${'about 31 hours'}               | ${false}
  ${7300} | ${'about 304 days (7,300 hours)'} | ${false}
`('$hours hours are "$text"', ({ hours, text, low }) => {
  expect(hoursLeftText(hours)).toBe(text);
  expect(runsLow(hours)).toBe(low);
});
