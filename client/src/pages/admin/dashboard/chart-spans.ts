import type { Range, TimelineStep } from '../../../api/reports.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface Span {
  value: string;
  label: string;
  by: TimelineStep;
  /** 'in the last 48 hours' */
  over: string;
  /** Of the column that names the steps. */
  heading: string;
  /** Its range, up to the last whole hour. */
  range: (at: Date) => Range;
}

const lastHour = (at: Date) => new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS);
const dayOf = (at: Date) => Math.floor(at.getTime() / DAY_MS) * DAY_MS;

const spans: readonly [Span, ...Span[]] = [
  {
    value: '48h',
    label: 'Last 48 hours',
    by: 'hour',
    over: 'in the last 48 hours',
    heading: 'Hour',
    range: (at) => ({ from: new Date(lastHour(at).getTime() - 48 * HOUR_MS), until: lastHour(at) }),
  },
  {
    value: '30d',
    label: 'Last 30 days',
    by: 'day',
    over: 'in the last 30 days',
    heading: 'Day',
    // Today is the last of them; it ends at midnight, so that its bar is there when it begins.
    range: (at) => ({ from: new Date(dayOf(at) - 29 * DAY_MS), until: new Date(dayOf(at) + DAY_MS) }),
  },
  {
    value: '12m',
    label: 'Last 12 months',
    by: 'month',
    over: 'in the last 12 months',
    heading: 'Month',
    range: (at) => ({
      from: new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - 11, 1)),
      until: new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1)),
    }),
  },
];

export const spanChoices = spans.map(({ value, label }) => ({ value, label }));

/** What the URL says, or the shortest. */
export function spanOf(value: string): Span {
  return spans.find((span) => span.value === value) ?? spans[0];
}
