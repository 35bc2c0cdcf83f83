import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { OutputOf, SentTo } from '#shared/api/endpoint.ts';
import { type breakdowns, reports, type timelineSteps } from '#shared/api/reports.ts';
import { call, urlOf } from './call.ts';

export type TimelineStep = (typeof timelineSteps)[number];
export type BreakdownBy = (typeof breakdowns)[number];
export type Timeline = OutputOf<typeof reports.timeline>;
export type Breakdown = OutputOf<typeof reports.breakdown>;
export type Owing = OutputOf<typeof reports.owing>;
export type Waiting = OutputOf<typeof reports.waiting>;
export type Forecast = OutputOf<typeof reports.forecast>;

/** Whole hours, as a report asks for them. */
export interface Range {
  from: Date;
  until: Date;
}

const sent = ({ from, until }: Range) => ({ from: from.toISOString(), until: until.toISOString() });

/** What was charged, step by step. The range's end is a whole hour: the same for an hour, and then the next. */
export function timelineQuery(by: TimelineStep, range: Range) {
  const input = { by, ...sent(range) };
  return queryOptions({
    queryKey: ['reports', 'timeline', input],
    queryFn: ({ signal }) => call(reports.timeline, input, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
}

/** What was charged, by what it was charged for. */
export function breakdownQuery(by: BreakdownBy, range: Range, cursor?: string) {
  const input = { by, ...sent(range), cursor };
  return queryOptions({
    queryKey: ['reports', 'breakdown', input],
    queryFn: ({ signal }) => call(reports.breakdown, input, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** Wallets below nothing. */
export function owingQuery(input: SentTo<typeof reports.owing>) {
  return queryOptions({
    queryKey: ['reports', 'owing', input],
    queryFn: ({ signal }) => call(reports.owing, input, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** Servers set aside, and what their hours would cost. */
export function waitingQuery(input: SentTo<typeof reports.waiting>) {
  return queryOptions({
    queryKey: ['reports', 'waiting', input],
    queryFn: ({ signal }) => call(reports.waiting, input, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** What this month will come to. */
export const forecastQuery = queryOptions({
  queryKey: ['reports', 'forecast'],
  queryFn: ({ signal }) => call(reports.forecast, {}, { signal }),
});

/** Where each report is as CSV. */
export const reportFiles = {
  timeline: (by: TimelineStep, range: Range) => urlOf(reports.timelineCsv, { by, ...sent(range) }),
  breakdown: (by: BreakdownBy, range: Range) => urlOf(reports.breakdownCsv, { by, ...sent(range) }),
  owing: () => urlOf(reports.owingCsv, {}),
  waiting: () => urlOf(reports.waitingCsv, {}),
  forecast: () => urlOf(reports.forecastCsv, {}),
};
