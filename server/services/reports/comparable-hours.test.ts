import { expect, test } from 'vitest';
import { dayToDate, monthToDate } from './comparable-hours.ts';

const at = (text: string) => new Date(`${text}:00Z`);

test.each`
  compare        | now                   | billedUntil           | from                  | until                 | beforeFrom            | beforeUntil           | because
  ${dayToDate}   | ${'2026-11-23T14:20'} | ${'2026-11-23T14:00'} | ${'2026-11-23T00:00'} | ${'2026-11-23T14:00'} | ${'2026-11-22T00:00'} | ${'2026-11-22T14:00'} | ${'fourteen hours of each day'}
  ${dayToDate}   | ${'2026-11-01T00:20'} | ${'2026-11-01T00:00'} | ${'2026-11-01T00:00'} | ${'2026-11-01T00:00'} | ${'2026-10-31T00:00'} | ${'2026-10-31T00:00'} | ${'no hour of today has ended'}
  ${dayToDate}   | ${'2026-11-23T14:20'} | ${'2026-11-20T09:00'} | ${'2026-11-23T00:00'} | ${'2026-11-23T00:00'} | ${'2026-11-22T00:00'} | ${'2026-11-22T00:00'} | ${'billing stopped three days ago'}
  ${monthToDate} | ${'2026-11-23T14:20'} | ${'2026-11-23T14:00'} | ${'2026-11-01T00:00'} | ${'2026-11-23T14:00'} | ${'2026-10-01T00:00'} | ${'2026-10-23T14:00'} | ${'as far as this month'}
  ${monthToDate} | ${'2026-03-30T14:20'} | ${'2026-03-30T14:00'} | ${'2026-03-01T00:00'} | ${'2026-03-30T14:00'} | ${'2026-02-01T00:00'} | ${'2026-03-01T00:00'} | ${'February had no 30th'}
  ${monthToDate} | ${'2027-01-02T00:00'} | ${'2027-01-02T00:00'} | ${'2027-01-01T00:00'} | ${'2027-01-02T00:00'} | ${'2026-12-01T00:00'} | ${'2026-12-02T00:00'} | ${'over the end of a year'}
`('at $now, billed until $billedUntil: $because', (row) => {
  expect(row.compare(at(row.now), at(row.billedUntil))).toEqual({
    now: { from: at(row.from), until: at(row.until) },
    before: { from: at(row.beforeFrom), until: at(row.beforeUntil) },
  });
});
