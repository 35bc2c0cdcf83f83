import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { cron } from '#shared/api/cron.ts';
import type { OutputOf, SentTo } from '#shared/api/endpoint.ts';
import { call } from './call.ts';

/** The schedules as the server holds them, and the run that is open. */
export type CronStatus = OutputOf<typeof cron.status>;

/** The run itself is followed as it goes; this asks for the rest. */
const WHILE_OPEN_MS = 5_000;
const AT_REST_MS = 15_000;

/** Read again every few seconds while a run is open, so that its progress can be watched. */
export const cronStatusQuery = queryOptions({
  queryKey: ['cron', 'status'],
  queryFn: ({ signal }) => call(cron.status, {}, { signal }),
  refetchInterval: ({ state }) => (state.data?.cronStatus.hourlyBilling.openRun ? WHILE_OPEN_MS : AT_REST_MS),
});

/** What a schedule means and when it would next run, while it is being typed. */
export function cronPreviewQuery(input: SentTo<typeof cron.preview>) {
  return queryOptions({
    queryKey: ['cron', 'preview', input],
    queryFn: ({ signal }) => call(cron.preview, input, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

export type Schedule = OutputOf<typeof cron.schedules>['schedules'][number];

/** Every schedule, read again now and then. */
export const schedulesQuery = queryOptions({
  queryKey: ['cron', 'schedules'],
  queryFn: ({ signal }) => call(cron.schedules, {}, { signal }),
  refetchInterval: AT_REST_MS,
});

/** Holds a schedule back. */
export function usePauseSchedule() {
  const refresh = useRefreshSchedules();
  return useMutation({
    mutationFn: (input: SentTo<typeof cron.pause>) => call(cron.pause, input),
    onSuccess: refresh,
  });
}

/** Ends its pause. */
export function useResumeSchedule() {
  const refresh = useRefreshSchedules();
  return useMutation({
    mutationFn: (input: SentTo<typeof cron.resume>) => call(cron.resume, input),
    onSuccess: refresh,
  });
}

/** Does now what a schedule would do. */
export function useStartSchedule() {
  const refresh = useRefreshSchedules();
  return useMutation({
    mutationFn: (input: SentTo<typeof cron.start>) => call(cron.start, input),
    onSettled: refresh,
  });
}

function useRefreshSchedules() {
  const client = useQueryClient();
  return async () => {
    for (const key of ['dashboard', 'alerts', 'runs']) void client.invalidateQueries({ queryKey: [key] });
    await client.invalidateQueries({ queryKey: ['cron'] });
  };
}

/** Bills what is due now. Everything that a run may change is read anew, also when it failed half way. */
export function useTriggerBilling() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call(cron.trigger, {}),
    onSettled: () => {
      for (const key of ['cron', 'runs', 'servers', 'customers', 'transactions', 'rates']) {
        void client.invalidateQueries({ queryKey: [key] });
      }
    },
  });
}
