import { keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query';
import { account } from '#shared/api/account.ts';
import type { Endpoint, OutputOf, SentTo } from '#shared/api/endpoint.ts';
import { call, readFile } from './call.ts';

export type Account = OutputOf<typeof account.get>;
export type AccountServer = OutputOf<typeof account.servers>['rows'][number];
export type AccountCharge = OutputOf<typeof account.charges>['rows'][number];
export type AccountTransaction = OutputOf<typeof account.transactions>['rows'][number];
export type AccountMonth = OutputOf<typeof account.statements>['rows'][number];

/** The wallet of the customer whose link this tab was opened with. */
export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: ({ signal }) => call(account.get, {}, { signal }),
  refetchInterval: 60_000,
});

/** Begins a payment into their wallet. */
export function useTopUp() {
  return useMutation({
    mutationFn: (input: SentTo<typeof account.topUp>) => call(account.topUp, input),
  });
}

/** Their servers, with what each cost this month. */
export function accountServersQuery(input: SentTo<typeof account.servers>) {
  return queryOptions({
    queryKey: ['account', 'servers', input],
    queryFn: ({ signal }) => call(account.servers, input, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** What one of their servers was charged, newest hour first. */
export function accountChargesQuery(input: SentTo<typeof account.charges>) {
  return queryOptions({
    queryKey: ['account', 'charges', input],
    queryFn: ({ signal }) => call(account.charges, input, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** Why one of their hours cost what it did. */
export function accountChargeQuery(serverId: string, hour: string) {
  return queryOptions({
    queryKey: ['account', 'charge', serverId, hour],
    queryFn: ({ signal }) => call(account.explain, { serverId, hour }, { signal }),
    staleTime: 30_000,
  });
}

/** What moved their wallet, newest first. */
export function accountTransactionsQuery(input: SentTo<typeof account.transactions>) {
  return queryOptions({
    queryKey: ['account', 'transactions', input],
    queryFn: ({ signal }) => call(account.transactions, input, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** The months they were charged in. */
export const accountStatementsQuery = queryOptions({
  queryKey: ['account', 'statements'],
  queryFn: ({ signal }) => call(account.statements, {}, { signal }),
});

const files = { pdf: account.statementPdf, csv: account.statementCsv } satisfies Record<string, Endpoint>;

/** Saves a statement as a file. */
export function useSaveStatement() {
  return useMutation({
    mutationFn: async ({ month, as }: { month: string; as: keyof typeof files }) => {
      const { content, filename } = await readFile(files[as], { month });
      offer(content, filename);
    },
  });
}

/** Has the browser save it as it saves what a link leads to. */
function offer(content: Blob, filename: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = filename;
  link.click();
  URL.revokeObjectURL(link.href);
}
