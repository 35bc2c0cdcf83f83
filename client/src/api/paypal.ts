import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { OutputOf, SentTo } from '#shared/api/endpoint.ts';
import { paypal } from '#shared/api/paypal.ts';
import { call } from './call.ts';
import { keepReply } from './query-client.ts';

/** Which PayPal account customers pay into; never its secret. */
export type PayPalAccount = OutputOf<typeof paypal.get>;
export type PayPalReport = OutputOf<typeof paypal.test>;

export const payPalQuery = queryOptions({
  queryKey: ['paypal'],
  queryFn: ({ signal }) => call(paypal.get, {}, { signal }),
});

/** Saves the account, and the secret if one is given. */
export function useConnectPayPal() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof paypal.connect>) => call(paypal.connect, input),
    onSuccess: (saved) => keepReply(client, payPalQuery.queryKey, saved),
  });
}

/** Tries an account, with the secret given or saved, and saves nothing. */
export function useTestPayPal() {
  return useMutation({
    mutationFn: (input: SentTo<typeof paypal.test>) => call(paypal.test, input),
  });
}
