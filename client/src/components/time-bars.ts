import type { Timeline, TimelineStep } from '../api/reports.ts';
import type { Bar } from './bar-chart.tsx';
import { dateFormat } from './formats.ts';
import { moneyText } from './money.tsx';

/** Fewer look empty, where billing has only begun. */
const FEWEST_SHOWN: Record<TimelineStep, number> = { hour: 24, day: 14, month: 6 };

/** The steps worth showing: all of them, or those since the first charge where that is not long ago. */
export function stepsShown(rows: Timeline['rows'], by: TimelineStep): Timeline['rows'] {
  const first = rows.findIndex(({ charges }) => charges > 0);
  return rows.slice(Math.max(0, Math.min(first, rows.length - FEWEST_SHOWN[by])));
}

export interface TimeBarsOptions {
  by: TimelineStep;
  /** Steps that end after it wait for a run, while billing is on; null where none is expected. */
  billedUntil: Date | null;
  enabled: boolean;
  timezone: string;
  currency: string;
}

/** Steps of a timeline as bars: hours by the clock of the zone, days and months in UTC, as they are summed. */
export function timeBars(rows: Timeline['rows'], options: TimeBarsOptions): Bar[] {
  const { by, billedUntil, enabled, timezone, currency } = options;
  return rows.map((row, index) => {
    const pending = row.charges === 0 && enabled && (billedUntil === null || row.from >= billedUntil);
    return {
      key: row.from.getTime(),
      name: stepName(row, by, timezone),
      value: Number(row.amount),
      text: pending ? 'not billed yet' : textOf(row, currency),
      pending,
      ...tickOf(row.from, { by, timezone, count: rows.length, index }),
    };
  });
}

/** '23 Nov, 14:00–15:00', '23 Nov 2026', 'November 2026'. */
export function stepName(
  { from, until }: { from: Date; until: Date },
  by: TimelineStep,
  timezone: string,
): string {
  if (by === 'hour') {
    const format = {
      timeZone: timezone,
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
    } as const;
    return dateFormat(format).formatRange(from, until);
  }
  return by === 'day'
    ? inUtc(from, { day: 'numeric', month: 'short', year: 'numeric' })
    : inUtc(from, { month: 'long', year: 'numeric' });
}

function textOf({ amount, charges }: Timeline['rows'][number], currency: string): string {
  if (charges === 0 && amount === 0n) return 'nothing was billed';
  const hours = charges === 1 ? '1 server hour' : `${charges.toLocaleString('en')} server hours`;
  return `${moneyText(amount, currency)}, ${hours}`;
}

interface TickOptions {
  by: TimelineStep;
  timezone: string;
  /** How many bars share the axis, and which this is. */
  count: number;
  index: number;
}

/** Bars an axis has room to name closely: hours by six, days by weeks; beyond, by days and by months. */
const FEW = 62;

function tickOf(from: Date, { by, timezone, count, index }: TickOptions): Pick<Bar, 'tick' | 'major'> {
  switch (by) {
    case 'hour':
      return hourTick(from, timezone, count);
    case 'day':
      return dayTick(from, count, index);
    case 'month':
      return { tick: inUtc(from, { month: 'short' }), major: from.getUTCMonth() % 3 === 0 };
    default:
      return by satisfies never;
  }
}

function hourTick(hour: Date, timezone: string, count: number): Pick<Bar, 'tick' | 'major'> {
  const options = { timeZone: timezone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const clock = dateFormat(options).format(hour);
  const hours = Number(clock.slice(0, 2));
  const day = dateFormat({ timeZone: timezone, day: 'numeric', month: 'short' });
  const isMidnight = hours === 0;
  if (count > FEW) {
    const date = Number(day.formatToParts(hour).find(({ type }) => type === 'day')?.value);
    return isMidnight && date % 5 === 1 ? { tick: day.format(hour), major: date % 10 === 1 } : {};
  }
  if (hours % 6 !== 0) return {};
  return { tick: isMidnight ? day.format(hour) : clock, major: hours % 12 === 0 };
}

function dayTick(day: Date, count: number, index: number): Pick<Bar, 'tick' | 'major'> {
  if (count > FEW) {
    if (day.getUTCDate() !== 1) return {};
    return { tick: inUtc(day, { month: 'short' }), major: day.getUTCMonth() % 3 === 0 };
  }
  // Mondays; the first of a month would stand too close to one.
  if (day.getUTCDay() !== 1) return {};
  return { tick: inUtc(day, { day: 'numeric', month: 'short' }), major: Math.floor(index / 7) % 2 === 0 };
}

function inUtc(at: Date, options: Intl.DateTimeFormatOptions): string {
  return dateFormat({ timeZone: 'UTC', ...options }).format(at);
}
