import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { channels } from '#shared/api/channels.ts';
import type { OutputOf, SentTo } from '#shared/api/endpoint.ts';
import { call } from './call.ts';
import { keepReply } from './query-client.ts';

export type Channels = OutputOf<typeof channels.get>;

export const channelsQuery = queryOptions({
  queryKey: ['channels'],
  queryFn: ({ signal }) => call(channels.get, {}, { signal }),
});

type Saves = typeof channels.saveMail | typeof channels.saveDiscord | typeof channels.saveRunway;

function useSave<Row extends Saves>(row: Row) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (input: SentTo<Row>): Promise<Channels> => call<Saves>(row, input as SentTo<Saves>),
    onSuccess: (kept) => keepReply(client, channelsQuery.queryKey, kept),
  });
}

export const useSaveMail = () => useSave(channels.saveMail);
export const useSaveDiscord = () => useSave(channels.saveDiscord);
export const useSaveRunway = () => useSave(channels.saveRunway);

export function useAddWebhook() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof channels.addWebhook>) => call(channels.addWebhook, input),
    onSuccess: () => client.invalidateQueries({ queryKey: channelsQuery.queryKey }),
  });
}

export function useEnableWebhook() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => call(channels.enableWebhook, { id }),
    onSuccess: () => client.invalidateQueries({ queryKey: channelsQuery.queryKey }),
  });
}

export function useRemoveWebhook() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => call(channels.removeWebhook, { id }),
    onSuccess: () => client.invalidateQueries({ queryKey: channelsQuery.queryKey }),
  });
}

export function useTestChannel() {
  return useMutation({
    mutationFn: (input: SentTo<typeof channels.test>) => call(channels.test, input),
  });
}
