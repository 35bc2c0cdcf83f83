import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { OutputOf, SentTo } from '#shared/api/endpoint.ts';
import { notices, noticeTemplates } from '#shared/api/notices.ts';
import { call } from './call.ts';
import { keepReply } from './query-client.ts';

export type Delivery = OutputOf<typeof notices.list>['rows'][number];
export type DeliveryDetail = OutputOf<typeof notices.get>;
export type NoticeRoute = OutputOf<typeof notices.routes>['rows'][number];
export type NoticeTemplate = OutputOf<typeof noticeTemplates.get>;

/** A page of the delivery log, newest first; what waits is sent while one looks. */
export function deliveriesQuery(input: SentTo<typeof notices.list>) {
  return queryOptions({
    queryKey: ['notices', 'list', input],
    queryFn: ({ signal }) => call(notices.list, input, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
}

export function deliveryQuery(id: string) {
  return queryOptions({
    queryKey: ['notices', 'one', id],
    queryFn: ({ signal }) => call(notices.get, { id }, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'waiting' ? 5_000 : false),
  });
}

/** Sends it again. */
export function useReplay() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => call(notices.replay, { id: String(id) }),
    onSuccess: async (kept) => {
      await keepReply(client, deliveryQuery(String(kept.id)).queryKey, kept);
      void client.invalidateQueries({ queryKey: ['notices', 'list'] });
    },
  });
}

export const routesQuery = queryOptions({
  queryKey: ['notices', 'routes'],
  queryFn: ({ signal }) => call(notices.routes, {}, { signal }),
});

export function useSaveRoute() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof notices.saveRoute>) => call(notices.saveRoute, input),
    onSuccess: () => client.invalidateQueries({ queryKey: routesQuery.queryKey }),
  });
}

type Which = Pick<SentTo<typeof noticeTemplates.get>, 'event' | 'way'>;

export function templateQuery(which: Which) {
  return queryOptions({
    queryKey: ['notices', 'template', which],
    queryFn: ({ signal }) => call(noticeTemplates.get, which, { signal }),
  });
}

export function useSaveTemplate(which: Which) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (text: NoticeTemplate['text']) => call(noticeTemplates.save, { ...which, text }),
    onSuccess: (kept) => keepReply(client, templateQuery(which).queryKey, kept),
  });
}

/** A text filled with examples. What cannot be filled is an error, and the last picture stays. */
export function previewQuery(which: Which, text: NoticeTemplate['text']) {
  return queryOptions({
    queryKey: ['notices', 'preview', which, text],
    queryFn: ({ signal }) => call(noticeTemplates.preview, { ...which, text }, { signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });
}

export function useTestTemplate(which: Which) {
  return useMutation({
    mutationFn: (text: NoticeTemplate['text']) => call(noticeTemplates.test, { ...which, text }),
  });
}
