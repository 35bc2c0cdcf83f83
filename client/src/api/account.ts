import { queryOptions } from '@tanstack/react-query';
import { account } from '#shared/api/account.ts';
import type { OutputOf } from '#shared/api/endpoint.ts';
import { call } from './call.ts';

export type Account = OutputOf<typeof account.get>;

/** The wallet of the customer whose link this tab was opened with. */
export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: ({ signal }) => call(account.get, {}, { signal }),
  refetchInterval: 60_000,
});
