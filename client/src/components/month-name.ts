import { dateFormat } from './formats.ts';

/** '2026-11' as 'November 2026'; as it is where it is no month. */
export function monthName(month: string): string {
  const at = new Date(`${month}-01T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return month;
  return dateFormat({ timeZone: 'UTC', month: 'long', year: 'numeric' }).format(at);
}

/** The month before or after, as '2026-12'. */
export function monthBeside(month: string, steps: 1 | -1): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + steps, 1)).toISOString().slice(0, 7);
}
