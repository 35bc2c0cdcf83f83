import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { OutputOf, SentTo } from '#shared/api/endpoint.ts';
import { rates } from '#shared/api/rates.ts';
import { call } from './call.ts';

export type PackageWithRates = OutputOf<typeof rates.list>['packages'][number];
export type Rate = PackageWithRates['rates'][number];

/** Every package with its prices: a list short enough to be read whole. */
export const ratesQuery = queryOptions({
  queryKey: ['rates'],
  queryFn: ({ signal }) => call(rates.list, {}, { signal }),
});

export type RatePreview = OutputOf<typeof rates.preview>;
export type KeptPrice = NonNullable<OutputOf<typeof rates.kept>['kept']>;

/** What another price of a package would mean for the servers it has. */
export function ratePreviewQuery(input: SentTo<typeof rates.preview> | null) {
  return queryOptions({
    queryKey: ['rates', 'preview', input],
    queryFn: ({ signal }) => (input ? call(rates.preview, input, { signal }) : null),
    enabled: input !== null,
    placeholderData: keepPreviousData,
  });
}

/** The old price a server is kept on, if it is. */
export function keptPriceQuery(serverId: number) {
  return queryOptions({
    queryKey: ['servers', String(serverId), 'kept-price'],
    queryFn: ({ signal }) => call(rates.kept, { id: serverId }, { signal }),
  });
}

/** Takes back a price that does not hold yet. */
export function useWithdrawRate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof rates.withdraw>) => call(rates.withdraw, input),
    onSuccess: () => client.invalidateQueries({ queryKey: ['rates'] }),
  });
}

/** Has a server pay the price of its package again. */
export function useEndKeptPrice() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof rates.endKept>) => call(rates.endKept, input),
    onSuccess: () => client.invalidateQueries({ queryKey: ['servers'] }),
  });
}

/** Adds a price from a whole hour on. */
export function useAddRate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof rates.add>) => call(rates.add, input),
    // Awaited, so that the new price stands on the page when the dialog closes.
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['rates'] }),
        client.invalidateQueries({ queryKey: ['servers'] }),
      ]),
  });
}
