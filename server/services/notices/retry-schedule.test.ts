import { expect, test } from 'vitest';
import { waitAfter, waitsMs } from './retry-schedule.ts';

test.each`
  attempts | wait
  ${1}     | ${'5 s'}
  ${2}     | ${'60 s'}
  ${3}     | ${'300 s'}
  ${4}     | ${'1800 s'}
  ${5}     | ${'3600 s'}
  ${6}     | ${'7200 s'}
  ${7}     | ${'14400 s'}
  ${8}     | ${'28800 s'}
  ${9}     | ${'30300 s'}
  ${10}    | ${'none s'}
`('after $attempts attempts comes a wait of $wait', ({ attempts, wait }) => {
  const ms = waitAfter(attempts);
  expect(`${ms === null ? 'none' : ms / 1000} s`).toBe(wait);
});

test('the last attempt is a day after the first', () => {
  const hours = waitsMs.reduce((sum, ms) => sum + ms, 0) / 3_600_000;
  expect(hours).toBeCloseTo(24, 1);
});
