import { expect, test } from 'vitest';
import { differenceText } from './difference-text.ts';

test.each`
  before    | after     | text
  ${100n}   | ${125n}   | ${'+25 %'}
  ${100n}   | ${97n}    | ${'−3 %'}
  ${1000n}  | ${1015n}  | ${'+1.5 %'}
  ${10000n} | ${10001n} | ${'+less than 0.1 %'}
  ${100n}   | ${100n}   | ${'no difference'}
  ${0n}     | ${5n}     | ${'from nothing'}
  ${100n}   | ${0n}     | ${'−100 %'}
`('from $before to $after is $text', ({ before, after, text }) => {
  expect(differenceText(before, after)).toBe(text);
});
