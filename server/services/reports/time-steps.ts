import { monthOf } from '#shared/billing/billing-month.ts';
import { HOUR } from '#shared/billing/period.ts';
import type { Hours } from '../roll-ups/charged-totals.ts';

export type Step = 'hour' | 'day' | 'month';

const DAY = 24 * HOUR;

/** The hours, days or months of a range, in UTC; the first and the last are cut to it. None for a range that is empty. */
export function timeSteps(range: Hours, step: Step): Hours[] {
  const until = range.until.getTime() / 1000;
  const steps: Hours[] = [];
  for (let at = range.from.getTime() / 1000; at < until; ) {
    const next = Math.min(endOf(at, step), until);
    steps.push({ from: new Date(at * 1000), until: new Date(next * 1000) });
    at = next;
  }
  return steps;
}

function endOf(at: number, step: Step): number {
  switch (step) {
    case 'hour':
      return (Math.floor(at / HOUR) + 1) * HOUR;
    case 'day':
      return (Math.floor(at / DAY) + 1) * DAY;
    case 'month':
      return monthOf(at).until;
    default:
      return step satisfies never;
  }
}
