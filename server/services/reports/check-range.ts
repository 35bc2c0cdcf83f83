import { monthOf } from '#shared/billing/billing-month.ts';
import { HOUR } from '#shared/billing/period.ts';
import { InvalidInputError } from '../../errors.ts';
import type { Hours } from '../roll-ups/charged-totals.ts';
import type { Step } from './time-steps.ts';

const HOUR_MS = HOUR * 1000;
/** Ten years of months, two of days, a month of hours: what a chart and a statement of the database can bear. */
const MOST_HOURS = { hour: 31 * 24, day: 732 * 24, month: 10 * 366 * 24 } as const;
const MOST_MONTHS = 24;

/** @throws InvalidInputError unless both ends are whole hours, in order, and not too far apart for these steps */
export function checkRange({ from, until }: Hours, step: Step): void {
  if (from.getTime() % HOUR_MS !== 0) throw new InvalidInputError('from', 'Begin at a whole hour in UTC');
  if (until.getTime() % HOUR_MS !== 0) throw new InvalidInputError('until', 'End at a whole hour in UTC');
  if (from >= until) throw new InvalidInputError('until', 'End after the beginning');
  const hours = (until.getTime() - from.getTime()) / HOUR_MS;
  const most = MOST_HOURS[step];
  if (hours > most) {
    throw new InvalidInputError('from', `By ${step}, at most ${most / 24} days at once: choose larger steps`);
  }
}

/** The whole months of a range, by their first instants. @throws InvalidInputError unless it is whole months, 24 at most */
export function monthsOf({ from, until }: Hours): Date[] {
  for (const [field, at] of [
    ['from', from],
    ['until', until],
  ] as const) {
    if (monthOf(at.getTime() / 1000).from * 1000 !== at.getTime()) {
      throw new InvalidInputError(
        field,
        'Customers and hypervisors are summed by whole UTC months: use the first of one, at 00:00',
      );
    }
  }
  const months: Date[] = [];
  for (let at = from.getTime() / 1000; at < until.getTime() / 1000; at = monthOf(at).until) {
    if (months.length === MOST_MONTHS)
      throw new InvalidInputError('from', `At most ${MOST_MONTHS} months at once`);
    months.push(new Date(at * 1000));
  }
  if (months.length === 0) throw new InvalidInputError('until', 'End after the beginning');
  return months;
}
