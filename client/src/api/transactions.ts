import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { OutputOf, SentTo } from '#shared/api/endpoint.ts';
import { transactions } from '#shared/api/transactions.ts';
import { call } from './call.ts';

export type Transaction = OutputOf<typeof transactions.get>;

/** A page of the ledger, newest first. */
export function transactionsQuery(input: SentTo<typeof transactions.list>) {
  return queryOptions({
    queryKey: ['transactions', 'list', input],
    queryFn: ({ signal }) => call(transactions.list, input, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** One movement. */
export function transactionQuery(id: string) {
  return queryOptions({
    queryKey: ['transactions', id],
    queryFn: ({ signal }) => call(transactions.get, { id }, { signal }),
  });
}

/** Takes a transaction back. The same idempotency key twice has one effect. */
export function useReverseTransaction() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof transactions.reverse>) => call(transactions.reverse, input),
    // Awaited, so that both name each other when the dialog closes.
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['transactions'] }),
        client.invalidateQueries({ queryKey: ['customers'] }),
        client.invalidateQueries({ queryKey: ['charges'] }),
      ]),
  });
}
