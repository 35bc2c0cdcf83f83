import { HOUR, hourOf } from '#shared/billing/period.ts';
import { InvalidInputError } from '../../errors.ts';

/** Two years: an hour further ahead is a slip of the keyboard. */
const FURTHEST_AHEAD_MS = 2 * 366 * 24 * HOUR * 1000;

/** The first hour that has not begun. */
export function nextWholeHour(now: Date): Date {
  return new Date((hourOf(now.getTime() / 1000) + HOUR) * 1000);
}

/** A whole hour that has not begun, at most two years ahead. @throws InvalidInputError under `field` */
export function checkHourAhead(field: string, hour: Date, now: Date): Date {
  const earliest = nextWholeHour(now);
  if (hour.getTime() % (HOUR * 1000) !== 0) {
    throw new InvalidInputError(field, 'Choose a whole hour: hours are billed as a whole');
  }
  if (hour < earliest) {
    throw new InvalidInputError(
      field,
      `This would change hours that are over: choose ${earliest.toISOString()} or later`,
      { earliest },
    );
  }
  if (hour.getTime() > now.getTime() + FURTHEST_AHEAD_MS) {
    throw new InvalidInputError(field, 'Choose an hour within the next two years');
  }
  return hour;
}
