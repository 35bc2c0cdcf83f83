import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { OutputOf } from '#shared/api/endpoint.ts';
import { search } from '#shared/api/search.ts';
import { call } from './call.ts';

export type Found = OutputOf<typeof search.find>['found'][number];

/** What somebody may mean by a number or by first letters; nothing is asked for an empty text. */
export function searchQuery(q: string) {
  return queryOptions({
    queryKey: ['search', q],
    queryFn: ({ signal }) => call(search.find, { q }, { signal }),
    enabled: q !== '',
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}
