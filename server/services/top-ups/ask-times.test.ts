import { expect, test } from 'vitest';
import { nextAskAt } from './ask-times.ts';

const now = new Date('2026-11-01T12:00:00Z');

test.each`
  asks   | minutes
  ${1}   | ${2}
  ${2}   | ${4}
  ${5}   | ${32}
  ${9}   | ${360}
  ${130} | ${360}
`('after $asks questions PayPal is left alone for $minutes minutes', ({ asks, minutes }) => {
  expect(nextAskAt(now, asks).getTime() - now.getTime()).toBe(minutes * 60_000);
});
