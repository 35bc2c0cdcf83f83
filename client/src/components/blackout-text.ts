import type { BlackoutWindow } from '#shared/schedule/blackout.ts';

/** From Sunday on, as cron counts them. */
export const dayNames = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const;

/** The week as most read it. */
export const daysFromMonday = [1, 2, 3, 4, 5, 6, 0] as const;

/** 'Mon, Tue 22:00 to 06:00 of the next day'. */
export function blackoutText({ days, from, until }: BlackoutWindow): string {
  const named = daysFromMonday.filter((day) => days.includes(day)).map((day) => dayNames[day].slice(0, 3));
  const which = named.length === 7 ? 'Every day' : named.join(', ');
  const next = until <= from ? ' of the next day' : '';
  return `${which} ${from} to ${until}${next}`;
}
