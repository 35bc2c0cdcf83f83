import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { OutputOf, SentTo } from '#shared/api/endpoint.ts';
import { type Run, runs } from '#shared/api/runs.ts';
import { call } from './call.ts';
import { keepReply } from './query-client.ts';

export type RunCharge = OutputOf<typeof runs.charges>['rows'][number];
export type SetAsideServer = OutputOf<typeof runs.setAsides>['rows'][number];

const WHILE_OPEN_MS = 2_000;
const AT_REST_MS = 30_000;

/** Whether a run is still at work. */
export function isOpen(run: Pick<Run, 'closedAt'>): boolean {
  return run.closedAt === null;
}

/** A page of the runs, newest first; read again every few seconds while one of them is open. */
export function runsQuery(input: SentTo<typeof runs.list>) {
  return queryOptions({
    queryKey: ['runs', 'list', input],
    queryFn: ({ signal }) => call(runs.list, input, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.rows.some(isOpen) ? WHILE_OPEN_MS : AT_REST_MS),
  });
}

/** One run; read again every few seconds until it is closed. */
export function runQuery(id: string) {
  return queryOptions({
    queryKey: ['runs', id],
    queryFn: ({ signal }) => call(runs.get, { id }, { signal }),
    refetchInterval: ({ state }) => (state.data && isOpen(state.data) ? WHILE_OPEN_MS : false),
  });
}

/** A page of the servers a run could not bill. `open` keeps it fresh while the run goes on. */
export function setAsidesQuery(input: SentTo<typeof runs.setAsides>, open: boolean) {
  return queryOptions({
    queryKey: ['runs', String(input.id), 'set-aside', input],
    queryFn: ({ signal }) => call(runs.setAsides, input, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: open ? WHILE_OPEN_MS : false,
  });
}

/** A page of what a run charged. `open` keeps it fresh while the run goes on. */
export function runChargesQuery(input: SentTo<typeof runs.charges>, open: boolean) {
  return queryOptions({
    queryKey: ['runs', String(input.id), 'charges', input],
    queryFn: ({ signal }) => call(runs.charges, input, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: open ? WHILE_OPEN_MS : false,
  });
}

/** Lets a held run go on, or ends it without a charge. */
export function useDecideRun(decision: 'approve' | 'cancel') {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof runs.approve>) => call(runs[decision], input),
    onSuccess: async (run) => {
      await keepReply(client, runQuery(String(run.id)).queryKey, run);
      void client.invalidateQueries({ queryKey: ['runs', 'list'] });
      void client.invalidateQueries({ queryKey: ['cron', 'status'] });
    },
  });
}
