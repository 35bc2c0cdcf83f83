import { expect, test } from 'vitest';
import { blackoutText } from './blackout-text.ts';

test.each`
  days                     | from       | until      | text
  ${[1]}                   | ${'09:00'} | ${'17:30'} | ${'Mon 09:00 to 17:30'}
  ${[0, 6]}                | ${'22:00'} | ${'06:00'} | ${'Sat, Sun 22:00 to 06:00 of the next day'}
  ${[0, 1, 2, 3, 4, 5, 6]} | ${'00:00'} | ${'00:00'} | ${'Every day 00:00 to 00:00 of the next day'}
`('$text', ({ days, from, until, text }) => {
  expect(blackoutText({ days, from, until })).toBe(text);
});
