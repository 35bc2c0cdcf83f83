import { queryOptions } from '@tanstack/react-query';
import { dashboard } from '#shared/api/dashboard.ts';
import type { OutputOf } from '#shared/api/endpoint.ts';
import { call } from './call.ts';

export type Dashboard = OutputOf<typeof dashboard.get>;

const WHILE_OPEN_MS = 5_000;
const AT_REST_MS = 60_000;

/** The first page; read again every minute, and every few seconds while a run is open. */
export const dashboardQuery = queryOptions({
  queryKey: ['dashboard'],
  queryFn: ({ signal }) => call(dashboard.get, {}, { signal }),
  refetchInterval: ({ state }) =>
    state.data?.lastRuns.some((run) => run.closedAt === null && run.status !== 'held')
      ? WHILE_OPEN_MS
      : AT_REST_MS,
});
