import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { customers } from '#shared/api/customers.ts';
import type { OutputOf, SentTo } from '#shared/api/endpoint.ts';
import { call } from './call.ts';

export type Customer = OutputOf<typeof customers.get>;

/** A page of the customers with their wallets. */
export function customersQuery(input: SentTo<typeof customers.list>) {
  return queryOptions({
    queryKey: ['customers', 'list', input],
    queryFn: ({ signal }) => call(customers.list, input, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** One customer with its wallet. */
export function customerQuery(id: string) {
  return queryOptions({
    queryKey: ['customers', id],
    queryFn: ({ signal }) => call(customers.get, { id }, { signal }),
    refetchInterval: 60_000,
  });
}

/** Credits or debits a wallet. The same idempotency key twice has one effect. */
export function useAdjustWallet() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof customers.adjustWallet>) => call(customers.adjustWallet, input),
    // Awaited, so that the new balance stands on the page when the dialog closes.
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['customers'] }),
        client.invalidateQueries({ queryKey: ['transactions'] }),
      ]),
  });
}
