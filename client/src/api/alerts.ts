import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { alerts } from '#shared/api/alerts.ts';
import type { OutputOf, SentTo } from '#shared/api/endpoint.ts';
import { call } from './call.ts';

export type Alert = OutputOf<typeof alerts.acknowledge>;

/** A page of the alerts, newest first. */
export function alertsQuery(input: SentTo<typeof alerts.list>) {
  return queryOptions({
    queryKey: ['alerts', 'list', input],
    queryFn: ({ signal }) => call(alerts.list, input, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
}

/** Puts an alert off until an instant, or brings it back. */
export function useSnoozeAlert() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof alerts.snooze>) => call(alerts.snooze, input),
    onSuccess: async () => {
      void client.invalidateQueries({ queryKey: ['dashboard'] });
      await client.invalidateQueries({ queryKey: ['alerts'] });
    },
  });
}

/** Notes that somebody saw to it. Every list is read anew: it may have left those that are open. */
export function useAcknowledgeAlert() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => call(alerts.acknowledge, { id }),
    onSuccess: async () => {
      void client.invalidateQueries({ queryKey: ['dashboard'] });
      await client.invalidateQueries({ queryKey: ['alerts'] });
    },
  });
}
