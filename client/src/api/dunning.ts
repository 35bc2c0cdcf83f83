import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { dunning } from '#shared/api/dunning.ts';
import type { OutputOf, SentTo } from '#shared/api/endpoint.ts';
import { call } from './call.ts';
import { keepReply } from './query-client.ts';

/** The dunning policy as the server keeps it. */
export type SavedPolicy = OutputOf<typeof dunning.policy>;
export type OnTheLadder = OutputOf<typeof dunning.list>['rows'][number];
export type CustomerDunning = OutputOf<typeof dunning.customer>;
export type DunningHit = OutputOf<typeof dunning.dryRun>['rows'][number];
export type ServerAtPanel = OutputOf<typeof dunning.server>;

export const policyQuery = queryOptions({
  queryKey: ['dunning', 'policy'],
  queryFn: ({ signal }) => call(dunning.policy, {}, { signal }),
});

/** A page of the customers on the ladder. */
export function dunningQuery(input: SentTo<typeof dunning.list>) {
  return queryOptions({
    queryKey: ['dunning', 'list', input],
    queryFn: ({ signal }) => call(dunning.list, input, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** Whom a policy would suspend within some hours; nothing changes by asking. */
export function dryRunQuery(input: SentTo<typeof dunning.dryRun>) {
  return queryOptions({
    queryKey: ['dunning', 'dry-run', input],
    queryFn: ({ signal }) => call(dunning.dryRun, input, { signal }),
    placeholderData: keepPreviousData,
  });
}

export function customerDunningQuery(id: string | number) {
  return queryOptions({
    queryKey: ['dunning', 'customer', String(id)],
    queryFn: ({ signal }) => call(dunning.customer, { id }, { signal }),
  });
}

const UNDER_WAY_MS = 3_000;

/** Read again every few seconds while VirtFusion has yet to do something. */
export function serverAtPanelQuery(id: string | number) {
  return queryOptions({
    queryKey: ['dunning', 'server', String(id)],
    queryFn: ({ signal }) => call(dunning.server, { id }, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.wish && state.data.wish.outcome === null ? UNDER_WAY_MS : false,
  });
}

/** Replaces the policy; refused with 'conflict' when someone saved since `version`. */
export function useSavePolicy() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof dunning.savePolicy>) => call(dunning.savePolicy, input),
    onSuccess: async (saved) => {
      await keepReply(client, policyQuery.queryKey, saved);
      void client.invalidateQueries({ queryKey: ['dunning'] });
    },
  });
}

/** Says yes to the suspensions that wait. */
export function useReleaseSuspensions() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof dunning.release>) => call(dunning.release, input),
    onSuccess: () => client.invalidateQueries({ queryKey: ['dunning'] }),
  });
}

/** Sets or replaces the flag "never suspend". */
export function useFlagCustomer() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof dunning.flag>) => call(dunning.flag, input),
    onSuccess: () => client.invalidateQueries({ queryKey: ['dunning'] }),
  });
}

export function useEndFlag() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof dunning.endFlag>) => call(dunning.endFlag, input),
    onSuccess: () => client.invalidateQueries({ queryKey: ['dunning'] }),
  });
}

/** Decisions about one server that want a reason. */
export type ServerDecision = 'keepSuspended' | 'requestDeletion' | 'cancelDeletion';

/** Something a person decides about one server at VirtFusion. */
export function useDecideServer(decision: ServerDecision) {
  const keep = useKeepServer();
  return useMutation({
    mutationFn: (input: SentTo<(typeof dunning)[ServerDecision]>) => call(dunning[decision], input),
    onSuccess: keep,
  });
}

/** The second step of a deletion. */
export function useConfirmDeletion() {
  const keep = useKeepServer();
  return useMutation({
    mutationFn: (input: SentTo<typeof dunning.confirmDeletion>) => call(dunning.confirmDeletion, input),
    onSuccess: keep,
  });
}

function useKeepServer() {
  const client = useQueryClient();
  return (saved: ServerAtPanel, { id }: { id: unknown }) =>
    keepReply(client, serverAtPanelQuery(String(id)).queryKey, saved);
}
