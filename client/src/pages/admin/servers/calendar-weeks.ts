const DAY_MS = 86_400_000;

/** A day of the calendar: '2026-11-23'. */
export type Day = string;

/** The days of a month such as '2026-11' in weeks from Monday on; null where a week reaches out of it. */
export function calendarWeeks(month: string): (Day | null)[][] {
  const first = Date.parse(`${month}-01T00:00:00Z`);
  const before = (new Date(first).getUTCDay() + 6) % 7;
  const days: (Day | null)[] = Array.from({ length: before }, () => null);
  for (let at = first; new Date(at).toISOString().startsWith(month); at += DAY_MS) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  while (days.length % 7 > 0) days.push(null);
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7));
}

/** The month so many months on: monthOn('2026-11', 2) is '2027-01'. */
export function monthOn(month: string, months: number): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 7);
}

/** Where a key takes one from a day, inside its month; null for a key that does not move, or would leave the month. */
export function dayAfterKey(day: Day, key: string): Day | null {
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  const at = Date.parse(`${day}T00:00:00Z`);
  const weekday = (new Date(at).getUTCDay() + 6) % 7;
  const step = key === 'Home' ? -weekday : key === 'End' ? 6 - weekday : steps[key];
  if (step === undefined) return null;
  const next = new Date(at + step * DAY_MS).toISOString().slice(0, 10);
  return next.slice(0, 7) === day.slice(0, 7) ? next : null;
}

/** 'Monday 23 November 2026': put together here, since browsers differ about a comma. */
export function dayText(day: Day): string {
  const date = new Date(`${day}T00:00:00Z`);
  const weekday = date.toLocaleDateString('en-GB', { weekday: 'long', timeZone: 'UTC' });
  const rest = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return `${weekday} ${date.toLocaleDateString('en-GB', rest)}`;
}

/** 'November 2026'. */
export function monthText(month: string): string {
  return new Date(`${month}-01T00:00:00Z`).toLocaleDateString('en-GB', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
}
