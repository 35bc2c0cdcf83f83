import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { OutputOf, SentTo } from '#shared/api/endpoint.ts';
import { topUps } from '#shared/api/top-ups.ts';
import { call } from './call.ts';

export type TopUp = OutputOf<typeof topUps.list>['rows'][number];
/** With all that became of it. */
export type TopUpDetail = OutputOf<typeof topUps.get>;

const BUYERS_PAY_MS = 15_000;

/** A page of the top-ups, newest first. */
export function topUpsQuery(input: SentTo<typeof topUps.list>) {
  return queryOptions({
    queryKey: ['top-ups', 'list', input],
    queryFn: ({ signal }) => call(topUps.list, input, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** One top-up; read again while the page is open, because a buyer may be paying. */
export function topUpQuery(id: string) {
  return queryOptions({
    queryKey: ['top-ups', id],
    queryFn: ({ signal }) => call(topUps.get, { id }, { signal }),
    refetchInterval: BUYERS_PAY_MS,
  });
}

/** Makes a payment link. The same idempotency key twice is one. */
export function useStartTopUp() {
  const changed = useChanged();
  return useMutation({
    mutationFn: (input: SentTo<typeof topUps.start>) => call(topUps.start, input),
    onSuccess: changed,
  });
}

/** Asks PayPal now. */
export function useCheckTopUp() {
  const changed = useChanged();
  return useMutation({
    mutationFn: (input: SentTo<typeof topUps.check>) => call(topUps.check, input),
    onSuccess: changed,
  });
}

/** Notes how an unclear one was dealt with. */
export function useSettleTopUp() {
  const changed = useChanged();
  return useMutation({
    mutationFn: (input: SentTo<typeof topUps.settle>) => call(topUps.settle, input),
    onSuccess: changed,
  });
}

/** A top-up moves a wallet, and may end an alert. */
function useChanged() {
  const client = useQueryClient();
  return () =>
    Promise.all(
      ['top-ups', 'customers', 'transactions', 'alerts'].map((key) =>
        client.invalidateQueries({ queryKey: [key] }),
      ),
    );
}
