const HOUR_MS = 3_600_000;

/** ISO text of a whole hour in UTC, as `HourField` writes it. */
export const wholeHourText = /^\d{4}-\d\d-\d\dT\d\d:00:00Z$/;

/** The first whole hour that has not begun. */
export function nextHourAfter(now: Date): Date {
  return new Date((Math.trunc(now.getTime() / HOUR_MS) + 1) * HOUR_MS);
}
