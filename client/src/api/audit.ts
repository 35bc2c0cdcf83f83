import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { audit } from '#shared/api/audit.ts';
import type { OutputOf, SentTo } from '#shared/api/endpoint.ts';
import { call, urlOf } from './call.ts';

export type AuditEntry = OutputOf<typeof audit.list>['rows'][number];

/** A page of what people changed, newest first. */
export function auditQuery(input: SentTo<typeof audit.list>) {
  return queryOptions({
    queryKey: ['audit', 'list', input],
    queryFn: ({ signal }) => call(audit.list, input, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** Where the same is as CSV, all of it. */
export function auditFile(input: SentTo<typeof audit.csv>): string {
  return urlOf(audit.csv, input);
}
