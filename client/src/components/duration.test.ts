import { expect, test } from 'vitest';
import { durationText } from './duration.ts';

test.each`
  seconds | text
  ${0}    | ${'0 s'}
  ${59}   | ${'59 s'}
  ${3600} | ${'1 h'}
  ${2530} | ${'42 min 10 s'}
  ${3601} | ${'1 h 1 s'}
  ${1e7}  | ${'2,777 h 46 min 40 s'}
`('$seconds seconds are $text', ({ seconds, text }) => {
  expect(durationText(seconds)).toBe(text);
});
