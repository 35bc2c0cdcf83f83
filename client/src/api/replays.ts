import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { OutputOf, SentTo } from '#shared/api/endpoint.ts';
import { type Replay, replays } from '#shared/api/replays.ts';
import { call } from './call.ts';
import { keepReply } from './query-client.ts';

export type ReplayServer = OutputOf<typeof replays.servers>['rows'][number];

const AT_WORK_MS = 1_500;

/** Whether it goes on by itself. */
export function isAtWork({ status }: Pick<Replay, 'status'>): boolean {
  return status === 'computing' || status === 'posting';
}

/** A page of the replays, newest first; read again while one of them is at work. */
export function replaysQuery(input: SentTo<typeof replays.list>) {
  return queryOptions({
    queryKey: ['replays', 'list', input],
    queryFn: ({ signal }) => call(replays.list, input, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.rows.some(isAtWork) ? AT_WORK_MS : false),
  });
}

/** One replay; read again every second or two while it is at work. */
export function replayQuery(id: string) {
  return queryOptions({
    queryKey: ['replays', id],
    queryFn: ({ signal }) => call(replays.get, { id }, { signal }),
    refetchInterval: ({ state }) => (state.data && isAtWork(state.data) ? AT_WORK_MS : false),
  });
}

/** A page of what a replay changes, server by server. `atWork` keeps it fresh. */
export function replayServersQuery(input: SentTo<typeof replays.servers>, atWork: boolean) {
  return queryOptions({
    queryKey: ['replays', String(input.id), 'servers', input],
    queryFn: ({ signal }) => call(replays.servers, input, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: atWork ? AT_WORK_MS : false,
  });
}

/** Has hours worked out anew. Nothing is posted by it. */
export function useCreateReplay() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof replays.create>) => call(replays.create, input),
    onSuccess: () => client.invalidateQueries({ queryKey: ['replays', 'list'] }),
  });
}

/** Posts a replay. */
export function usePostReplay() {
  const keep = useKeepReplay();
  return useMutation({ mutationFn: (id: number) => call(replays.post, { id }), onSuccess: keep });
}

/** Approves a replay, and so posts it; or drops it. */
export function useDecideReplay(decision: 'approve' | 'cancel') {
  const keep = useKeepReplay();
  return useMutation({
    mutationFn: (input: SentTo<typeof replays.approve>) => call(replays[decision], input),
    onSuccess: keep,
  });
}

function useKeepReplay() {
  const client = useQueryClient();
  return async (replay: Replay) => {
    await keepReply(client, replayQuery(String(replay.id)).queryKey, replay);
    for (const key of ['replays', 'transactions', 'customers', 'charges']) {
      void client.invalidateQueries({
        queryKey: [key],
        predicate: (query) => query.queryKey[1] !== String(replay.id),
      });
    }
    void client.invalidateQueries({ queryKey: ['replays', String(replay.id), 'servers'] });
  };
}
