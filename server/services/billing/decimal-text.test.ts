import { expect, test } from 'vitest';
import { decimalText, secondsText } from './decimal-text.ts';
import { hoursText } from './run-rows.ts';

test.each`
  units         | decimals | text
  ${0n}         | ${2}     | ${'0'}
  ${5n}         | ${2}     | ${'0.05'}
  ${150n}       | ${2}     | ${'1.5'}
  ${360_000n}   | ${2}     | ${'3600'}
  ${-205n}      | ${2}     | ${'-2.05'}
  ${1_000_001n} | ${6}     | ${'1.000001'}
`('$units of 10^-$decimals is $text', ({ units, decimals, text }) => {
  expect(decimalText(units, decimals)).toBe(text);
});

test.each`
  hundredths | text
  ${180_050} | ${'1800.5'}
  ${360_000} | ${'3600'}
`('$hundredths hundredths of seconds are $text s', ({ hundredths, text }) => {
  expect(secondsText(hundredths)).toBe(text);
});

test.each`
  seconds              | hours
  ${0n}                | ${'0'}
  ${1n}                | ${'0.000278'}
  ${1800n}             | ${'0.5'}
  ${3600n * 720n}      | ${'720'}
  ${3600n * 720n + 9n} | ${'720.0025'}
  ${10n ** 17n}        | ${'27777777777777.777778'}
`('$seconds s are $hours h', ({ seconds, hours }) => {
  expect(hoursText(seconds)).toBe(hours);
});
