import { expect, test } from 'vitest';
import { checkRange, monthsOf } from './check-range.ts';
import { timeSteps } from './time-steps.ts';

const range = (from: string, until: string) => ({ from: new Date(`${from}Z`), until: new Date(`${until}Z`) });

test.each`
  step       | from                  | until                 | begins
  ${'hour'}  | ${'2026-11-01T22:00'} | ${'2026-11-02T01:00'} | ${['2026-11-01T22', '2026-11-01T23', '2026-11-02T00']}
  ${'day'}   | ${'2026-11-01T22:00'} | ${'2026-11-03T00:00'} | ${['2026-11-01T22', '2026-11-02T00']}
  ${'month'} | ${'2026-12-31T23:00'} | ${'2027-02-01T01:00'} | ${['2026-12-31T23', '2027-01-01T00', '2027-02-01T00']}
  ${'day'}   | ${'2026-11-01T00:00'} | ${'2026-11-01T00:00'} | ${[]}
`('from $from until $until by $step: $begins', ({ step, from, until, begins }) => {
  const steps = timeSteps(range(from, until), step);
  expect(steps.map((one) => one.from.toISOString().slice(0, 13))).toEqual(begins);
  // One ends where the next begins, and the last with the range.
  const ends = steps.map((one) => one.until);
  expect(ends).toEqual(
    begins.length ? [...steps.slice(1).map((one) => one.from), range(from, until).until] : [],
  );
});

test.each`
  step       | from                  | until                    | refusal
  ${'hour'}  | ${'2026-11-01T00:00'} | ${'2026-12-02T00:00'}    | ${null}
  ${'hour'}  | ${'2026-11-01T00:00'} | ${'2026-12-02T01:00'}    | ${'at most 31 days'}
  ${'day'}   | ${'2020-11-01T00:00'} | ${'2026-12-02T00:00'}    | ${'at most 732 days'}
  ${'month'} | ${'2020-11-01T00:00'} | ${'2026-12-02T00:00'}    | ${null}
  ${'day'}   | ${'2026-11-01T00:30'} | ${'2026-12-02T00:00'}    | ${'whole hour'}
  ${'day'}   | ${'2026-11-01T00:00'} | ${'2026-12-02T00:00:01'} | ${'whole hour'}
  ${'day'}   | ${'2026-11-02T00:00'} | ${'2026-11-01T00:00'}    | ${'after the beginning'}
`('by $step from $from until $until: $refusal', ({ step, from, until, refusal }) => {
  const check = () => checkRange(range(from, until), step);
  if (refusal === null) expect(check).not.toThrow();
  else expect(check).toThrow(refusal);
});

test.each`
  from                  | until                 | months
  ${'2026-11-01T00:00'} | ${'2026-12-01T00:00'} | ${['2026-11']}
  ${'2026-11-01T00:00'} | ${'2027-02-01T00:00'} | ${['2026-11', '2026-12', '2027-01']}
`('$from until $until are the months $months', ({ from, until, months }) => {
  expect(monthsOf(range(from, until)).map((month) => month.toISOString().slice(0, 7))).toEqual(months);
});

test.each`
  from                  | until                 | refusal
  ${'2026-11-02T00:00'} | ${'2026-12-01T00:00'} | ${'whole UTC months'}
  ${'2026-11-01T00:00'} | ${'2026-12-01T01:00'} | ${'whole UTC months'}
  ${'2026-11-01T00:00'} | ${'2026-11-01T00:00'} | ${'after the beginning'}
  ${'2024-11-01T00:00'} | ${'2026-12-01T00:00'} | ${'At most 24 months'}
`('$from until $until are no months: $refusal', ({ from, until, refusal }) => {
  expect(() => monthsOf(range(from, until))).toThrow(refusal);
});
