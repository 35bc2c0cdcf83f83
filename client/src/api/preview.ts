import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { OutputOf, SentTo } from '#shared/api/endpoint.ts';
import { preview } from '#shared/api/preview.ts';
import { call } from './call.ts';

export type { PreviewedRun } from '#shared/api/preview.ts';
export type PreviewedServer = OutputOf<typeof preview.servers>['rows'][number];

/** What a run would do: of now, or else the one the schedule brings next. Worked out anew when it is asked for. */
export function previewQuery(when: 'now' | 'next') {
  return queryOptions({
    queryKey: ['preview', when],
    queryFn: ({ signal }) => call(preview.run, when === 'now' ? { at: 'now' } : {}, { signal }),
    refetchOnWindowFocus: false,
  });
}

/** A page of the servers of a previewed run; `at` keeps all pages on one run. */
export function previewedServersQuery(input: SentTo<typeof preview.servers>) {
  return queryOptions({
    queryKey: ['preview', 'servers', input],
    queryFn: ({ signal }) => call(preview.servers, input, { signal }),
    placeholderData: keepPreviousData,
  });
}
