import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
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
