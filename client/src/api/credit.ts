import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { credit } from '#shared/api/credit.ts';
import type { OutputOf, SentTo } from '#shared/api/endpoint.ts';
import { call } from './call.ts';
import { keepReply } from './query-client.ts';

export type SavedCreditSettings = OutputOf<typeof credit.settings>;
export type CreditPosting = OutputOf<typeof credit.get>;
export type UnlinkedCustomer = OutputOf<typeof credit.unlinked>['rows'][number];

const AT_WORK_MS = 10_000;

/** Where customers' money is, and what a switch would move; read again while the page is open. */
export const creditSettingsQuery = queryOptions({
  queryKey: ['credit', 'settings'],
  queryFn: ({ signal }) => call(credit.settings, {}, { signal }),
  refetchInterval: 60_000,
});

/** A page of what was posted to VirtFusion's credit, newest first; read again while something is under way. */
export function creditPostingsQuery(input: SentTo<typeof credit.list>) {
  return queryOptions({
    queryKey: ['credit', 'list', input],
    queryFn: ({ signal }) => call(credit.list, input, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.rows.some(isAtWork) ? AT_WORK_MS : false),
  });
}

/** One posting with its evidence. */
export function creditPostingQuery(id: string) {
  return queryOptions({
    queryKey: ['credit', 'posting', id],
    queryFn: ({ signal }) => call(credit.get, { id }, { signal }),
    refetchInterval: ({ state }) => (state.data && isAtWork(state.data) ? AT_WORK_MS : false),
  });
}

/** A page of the customers whose credit cannot be reached. */
export function unlinkedQuery(input: SentTo<typeof credit.unlinked>) {
  return queryOptions({
    queryKey: ['credit', 'unlinked', input],
    queryFn: ({ signal }) => call(credit.unlinked, input, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** Switches where customers' money is. */
export function useSaveCreditSettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof credit.saveSettings>) => call(credit.saveSettings, input),
    onSuccess: async (saved) => {
      await keepReply(client, creditSettingsQuery.queryKey, saved);
      for (const key of ['customers', 'dashboard']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}

/** Says whether an unclear posting arrived. */
export function useDecidePosting() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof credit.decide>) => call(credit.decide, input),
    onSuccess: async (posting) => {
      await keepReply(client, creditPostingQuery(String(posting.id)).queryKey, posting);
      void client.invalidateQueries({ queryKey: ['credit', 'list'] });
      for (const key of ['customers', 'transactions', 'alerts', 'dashboard']) {
        void client.invalidateQueries({ queryKey: [key] });
      }
    },
  });
}

function isAtWork({ state }: CreditPosting): boolean {
  return state === 'intended' || state === 'sent';
}
