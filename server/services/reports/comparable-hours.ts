import { monthOf } from '#shared/billing/billing-month.ts';
import type { Hours } from '../roll-ups/charged-totals.ts';

const DAY_MS = 86_400_000;

/** The billed hours of a day or month so far, and as many hours from the beginning of the one before. */
export interface Comparison {
  now: Hours;
  before: Hours;
}

/** The UTC day of `at` up to `billedUntil`, and the same hours of the day before. */
export function dayToDate(at: Date, billedUntil: Date): Comparison {
  const from = new Date(Math.floor(at.getTime() / DAY_MS) * DAY_MS);
  return compare(from, new Date(from.getTime() - DAY_MS), billedUntil);
}

/** The billing month of `at` up to `billedUntil`, and the same hours of the month before, which may be shorter. */
export function monthToDate(at: Date, billedUntil: Date): Comparison {
  const month = monthOf(Math.floor(at.getTime() / 1000));
  const previous = monthOf(month.from - 1);
  return compare(new Date(month.from * 1000), new Date(previous.from * 1000), billedUntil);
}

function compare(from: Date, beforeFrom: Date, billedUntil: Date): Comparison {
  const until = billedUntil > from ? billedUntil : from;
  const asFar = beforeFrom.getTime() + until.getTime() - from.getTime();
  return {
    now: { from, until },
    before: { from: beforeFrom, until: new Date(Math.min(asFar, from.getTime())) },
  };
}
