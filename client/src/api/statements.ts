import { queryOptions } from '@tanstack/react-query';
import type { OutputOf } from '#shared/api/endpoint.ts';
import { statements } from '#shared/api/statements.ts';
import { call, urlOf } from './call.ts';

export type Statement = OutputOf<typeof statements.get>;
export type StatementMonth = OutputOf<typeof statements.months>['rows'][number];

/** The months in which a customer was charged. */
export function statementMonthsQuery(id: number) {
  return queryOptions({
    queryKey: ['statements', id],
    queryFn: ({ signal }) => call(statements.months, { id }, { signal }),
  });
}

/** What a customer had, paid in and was charged in a month, such as '2026-11'. */
export function statementQuery(id: string, month: string) {
  return queryOptions({
    queryKey: ['statements', id, month],
    queryFn: ({ signal }) => call(statements.get, { id, month }, { signal }),
  });
}

/** Where a statement is as a file. */
export const statementFiles = {
  csv: (id: number, month: string) => urlOf(statements.csv, { id, month }),
  pdf: (id: number, month: string) => urlOf(statements.pdf, { id, month }),
};
