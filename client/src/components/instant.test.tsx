import { expect, test } from 'vitest';
import { exactInstant, relativeInstant } from './instant.tsx';

const now = new Date('2026-11-23T12:00:00Z');

test.each`
  at                        | words
  ${'2026-11-23T11:59:50Z'} | ${'just now'}
  ${'2026-11-23T11:48:00Z'} | ${'12 minutes ago'}
  ${'2026-11-23T10:00:01Z'} | ${'1 hour ago'}
  ${'2026-11-22T12:00:00Z'} | ${'yesterday'}
  ${'2026-11-23T12:00:40Z'} | ${'in less than a minute'}
  ${'2026-11-23T15:00:00Z'} | ${'in 3 hours'}
  ${'2025-11-23T12:00:00Z'} | ${'last year'}
`('$at is $words', ({ at, words }) => {
  expect(relativeInstant(new Date(at), now)).toBe(words);
});

test.each`
  zone              | text
  ${'UTC'}          | ${'23 Nov 2026, 12:00 UTC'}
  ${'Asia/Kolkata'} | ${'23 Nov 2026, 17:30 GMT+5:30'}
`('in $zone it is exactly $text', ({ zone, text }) => {
  expect(exactInstant(now, zone)).toBe(text);
});
