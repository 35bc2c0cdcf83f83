import { expect, test } from 'vitest';
import { parseMoney } from '#shared/billing/money.ts';
import { at } from '../../../testing/records.ts';
import { changeText } from './change-text.ts';
import { countdown } from './countdown.ts';

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
