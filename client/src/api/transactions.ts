import { keepPreviousData, queryOptions } from '@tanstack/react-query';
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
