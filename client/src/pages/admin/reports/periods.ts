import type { Range, TimelineStep } from '../../../api/reports.ts';
import { dateFormat } from '../../../components/formats.ts';

const DAY_MS = 86_400_000;

export interface Period {
  value: string;
  label: string;
  /** Whole UTC months: what customers and hypervisors are summed by. */
  whole: boolean;
  range: (at: Date) => Range;
}

const monthStart = (at: Date, back: number) =>
  new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - back, 1));
const dayStart = (at: Date, back: number) => new Date((Math.floor(at.getTime() / DAY_MS) - back) * DAY_MS);

const months = (value: string, label: string, from: number, until = -1): Period => ({
  value,
  label,
  whole: true,
  range: (at) => ({ from: monthStart(at, from), until: monthStart(at, until) }),
});
const days = (count: number): Period => ({
  value: `${count}d`,
  label: `Last ${count} days`,
  whole: false,
  range: (at) => ({ from: dayStart(at, count - 1), until: dayStart(at, -1) }),
});

const thisMonth = months('month', 'This month', 0);

/** The stretches a report can be asked for, by days and months in UTC; today and this month are among them as far as they are billed. */
export const periods: readonly Period[] = [
  thisMonth,
  months('last-month', 'Last month', 1, 0),
  days(7),
  days(30),
  days(90),
  months('3-months', 'Last 3 months', 2),
  months('12-months', 'Last 12 months', 11),
  months('24-months', 'Last 24 months', 23),
];

/** What the URL says, or this month. A report by whole months takes no other. */
export function periodOf(value: string, { whole }: { whole: boolean }): Period {
  return periods.find((period) => period.value === value && (period.whole || !whole)) ?? thisMonth;
}

/** The steps a chart of a range has room for. */
export function stepsFor({ from, until }: Range): readonly TimelineStep[] {
  const length = (until.getTime() - from.getTime()) / DAY_MS;
  if (length <= 31) return ['day', 'hour'];
  return length <= 366 ? ['day', 'month'] : ['month', 'day'];
}

/** '1 – 30 Nov 2026': whole days in UTC, the last of them included. */
export function daysText({ from, until }: Range): string {
  const format = dateFormat({ timeZone: 'UTC', dateStyle: 'medium' });
  return format.formatRange(from, new Date(until.getTime() - 1));
}
