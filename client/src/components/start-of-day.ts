/**
 * The start of a day of a filter ('2026-11-23'), in UTC, as the API takes it; with `dayAfter` the end of that day.
 * Undefined where no day is chosen, or the URL says something else.
 */
export function startOfDay(
  day: string,
  { dayAfter = false }: { dayAfter?: boolean } = {},
): string | undefined {
  const start = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(start)) return undefined;
  return new Date(start + (dayAfter ? 86_400_000 : 0)).toISOString();
}
