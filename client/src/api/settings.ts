import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { OutputOf, SentTo } from '#shared/api/endpoint.ts';
import { settings } from '#shared/api/settings.ts';
import { call } from './call.ts';
import { keepReply } from './query-client.ts';

/** The billing settings as the server keeps them, with who saved them last. */
export type SavedSettings = OutputOf<typeof settings.get>;
/** Which VirtFusion is billed; never its token. */
export type Connection = OutputOf<typeof settings.connection>;
export type PermissionReport = OutputOf<typeof settings.testConnection>;

const OTHERS_MAY_SAVE_MS = 15_000;

/** Read again while the page is open: another admin may save, and the form shows it where nothing was typed. */
export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => call(settings.get, {}, { signal }),
  refetchInterval: OTHERS_MAY_SAVE_MS,
});

export const connectionQuery = queryOptions({
  queryKey: ['connection'],
  queryFn: ({ signal }) => call(settings.connection, {}, { signal }),
});

/** Saves all billing settings at once; refused with 'conflict' when someone saved since `version`. */
export function useUpdateSettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof settings.update>) => call(settings.update, input),
    onSuccess: async (saved) => {
      await keepReply(client, settingsQuery.queryKey, saved);
      // The schedule follows the save; currency and zone are part of every page.
      void client.invalidateQueries({ queryKey: ['cron'] });
      void client.invalidateQueries({ queryKey: ['session'] });
    },
  });
}

/** Saves the URL, and the token if one is given. */
export function useConnect() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof settings.connect>) => call(settings.connect, input),
    onSuccess: (saved) => keepReply(client, connectionQuery.queryKey, saved),
  });
}

/** Tries a URL and a token, or the token that is saved, and saves nothing. */
export function useTestConnection() {
  return useMutation({
    mutationFn: (input: SentTo<typeof settings.testConnection>) => call(settings.testConnection, input),
  });
}
