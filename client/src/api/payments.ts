import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { OutputOf } from '#shared/api/endpoint.ts';
import { payments } from '#shared/api/payments.ts';
import { call } from './call.ts';
import { keepReply } from './query-client.ts';

/** What whoever holds a payment link may see of it. */
export type Payment = OutputOf<typeof payments.get>;

const PAYPAL_DECIDES_MS = 5_000;

/** Read again while PayPal has not said what became of it. */
export function paymentQuery(key: string) {
  return queryOptions({
    queryKey: ['payments', key],
    queryFn: ({ signal }) => call(payments.get, { key }, { signal }),
    refetchInterval: ({ state }) => (state.data?.waiting ? PAYPAL_DECIDES_MS : false),
  });
}

/** Where the buyer approves it. */
export function usePay() {
  return useMutation({ mutationFn: (key: string) => call(payments.pay, { key }) });
}

/** The buyer is back: takes what was approved. However often, once. */
export function useCompletePayment() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (key: string) => call(payments.complete, { key }),
    onSuccess: (payment, key) => keepReply(client, paymentQuery(key).queryKey, payment),
  });
}
