import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { OutputOf, SentTo } from '#shared/api/endpoint.ts';
import { type Run, type RunProgress, runs } from '#shared/api/runs.ts';
import { call } from './call.ts';
import { follow } from './follow.ts';
import { keepReply } from './query-client.ts';

export type RunCharge = OutputOf<typeof runs.charges>['rows'][number];
export type SetAsideServer = OutputOf<typeof runs.setAsides>['rows'][number];

const WHILE_OPEN_MS = 2_000;
const AT_REST_MS = 30_000;
/** Beside the stream, for what it does not tell. */
const WHILE_FOLLOWED_MS = 15_000;

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

/** One run; read again every few seconds until it is closed. `followed`: its progress is heard, so seldom will do. */
export function runQuery(id: string, { followed = false }: { followed?: boolean } = {}) {
  return queryOptions({
    queryKey: ['runs', id],
    queryFn: ({ signal }) => call(runs.get, { id }, { signal }),
    refetchInterval: ({ state }) => {
      if (!state.data || !isOpen(state.data)) return false;
      return followed ? WHILE_FOLLOWED_MS : WHILE_OPEN_MS;
    },
  });
}

/**
 * How far an open run is, as the server tells it by itself. `lost` when it cannot be followed: then ask. The run is read
 * anew when its status moves and when it ends.
 */
export function useRunProgress(run: Pick<Run, 'id' | 'closedAt'> | undefined): {
  progress: RunProgress | null;
  lost: boolean;
} {
  const client = useQueryClient();
  const [progress, setProgress] = useState<RunProgress | null>(null);
  const [lost, setLost] = useState(false);
  const id = run && isOpen(run) ? run.id : null;
  useEffect(() => {
    if (id === null) return;
    let status: string | null = null;
    setLost(false);
    return follow(
      runs.progress,
      { id },
      {
        onLost: () => setLost(true),
        onValue: (value) => {
          setProgress(value);
          const moved = status !== null && status !== value.status;
          status = value.status;
          if (moved || value.closedAt) {
            for (const key of ['runs', 'cron', 'dashboard'])
              void client.invalidateQueries({ queryKey: [key] });
          }
          return value.closedAt !== null;
        },
      },
    );
  }, [id, client]);
  return { progress: progress?.runId === id ? progress : null, lost };
}

/** A run, and how far it is while it is open: heard as it goes, asked for where it cannot be heard. */
export function useRun(id: string) {
  const [followed, setFollowed] = useState(false);
  const query = useQuery(runQuery(id, { followed }));
  const { progress, lost } = useRunProgress(query.data);
  const heard = progress !== null && !lost;
  useEffect(() => setFollowed(heard), [heard]);
  return { query, progress };
}

/** A page of what happened in a run. */
export function runLogQuery(input: SentTo<typeof runs.log>, open: boolean) {
  return queryOptions({
    queryKey: ['runs', String(input.id), 'log', input],
    queryFn: ({ signal }) => call(runs.log, input, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: open ? WHILE_OPEN_MS : false,
  });
}

/** What its brakes compared. */
export function runBrakesQuery(id: number) {
  return queryOptions({
    queryKey: ['runs', String(id), 'brakes'],
    queryFn: ({ signal }) => call(runs.brakes, { id }, { signal }),
  });
}

/** Tries the servers again that failed in a run. */
export function useRetryRun() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => call(runs.retry, { id }),
    onSettled: () => {
      for (const key of ['runs', 'cron', 'dashboard']) void client.invalidateQueries({ queryKey: [key] });
    },
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
