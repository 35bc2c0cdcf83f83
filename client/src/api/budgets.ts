import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { budgets } from '#shared/api/budgets.ts';
import type { OutputOf, SentTo } from '#shared/api/endpoint.ts';
import { call } from './call.ts';
import { keepReply } from './query-client.ts';

export type Budget = OutputOf<typeof budgets.get>;

/** The monthly budget of the customer whose link this is. */
export const budgetQuery = queryOptions({
  queryKey: ['account', 'budget'],
  queryFn: ({ signal }) => call(budgets.get, {}, { signal }),
  refetchInterval: 60_000,
});

/** Sets it. */
export function useSaveBudget() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof budgets.save>) => call(budgets.save, input),
    onSuccess: (reply) => keepReply(client, budgetQuery.queryKey, reply),
  });
}

/** Takes it back. */
export function useRemoveBudget() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call(budgets.remove, {}),
    onSuccess: (reply) => keepReply(client, budgetQuery.queryKey, reply),
  });
}
