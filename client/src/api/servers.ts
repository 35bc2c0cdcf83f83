import {
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import type { OutputOf, SentTo } from '#shared/api/endpoint.ts';
import { servers } from '#shared/api/servers.ts';
import { call } from './call.ts';
import { keepReply } from './query-client.ts';

export type Server = OutputOf<typeof servers.list>['rows'][number];
export type ServerDetail = OutputOf<typeof servers.get>;
export type PriceStep = ServerDetail['priceHistory'][number];
export type Exemption = ServerDetail['exemptions'][number];
export type ServerCalendar = OutputOf<typeof servers.calendar>;
export type ServerDay = ServerCalendar['days'][number];
export type ServerHour = OutputOf<typeof servers.hours>['hours'][number];
export type ServerCharge = OutputOf<typeof servers.charges>['rows'][number];

/** A page of the servers. */
export function serversQuery(input: SentTo<typeof servers.list>) {
  return queryOptions({
    queryKey: ['servers', 'list', input],
    queryFn: ({ signal }) => call(servers.list, input, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** One server: what was seen, what it has, what it cost. */
export function serverQuery(id: string) {
  return queryOptions({
    queryKey: ['servers', id],
    queryFn: ({ signal }) => call(servers.get, { id }, { signal }),
    refetchInterval: 60_000,
  });
}

/** A page of one server's charges, newest hour first. */
export function serverChargesQuery(input: SentTo<typeof servers.charges>) {
  return queryOptions({
    queryKey: ['servers', String(input.id), 'charges', input],
    queryFn: ({ signal }) => call(servers.charges, input, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** One month of a server by day; this month unless told otherwise. */
export function serverCalendarQuery(input: SentTo<typeof servers.calendar>) {
  return queryOptions({
    queryKey: ['servers', String(input.id), 'calendar', input],
    queryFn: ({ signal }) => call(servers.calendar, input, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** One day of a server by hour. */
export function serverHoursQuery(input: SentTo<typeof servers.hours>) {
  return queryOptions({
    queryKey: ['servers', String(input.id), 'hours', input],
    queryFn: ({ signal }) => call(servers.hours, input, { signal }),
  });
}

/** The hypervisors that servers are on: few, and they seldom change. */
export const hypervisorsQuery = queryOptions({
  queryKey: ['servers', 'hypervisors'],
  queryFn: ({ signal }) => call(servers.hypervisors, {}, { signal }),
});

/** Takes a server out of billing from a whole hour on. */
export function useExemptServer() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof servers.exempt>) => call(servers.exempt, input),
    onSuccess: (detail) => keepServer(client, detail),
  });
}

/** Bills an exempt server again. */
export function useEndExemption() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof servers.endExemption>) => call(servers.endExemption, input),
    onSuccess: (detail) => keepServer(client, detail),
  });
}

/** Says which package a server has. */
export function useAssignPackage() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof servers.assignPackage>) => call(servers.assignPackage, input),
    onSuccess: (detail) => keepServer(client, detail),
  });
}

/** Bills or forgives the unseen hours that are held. */
export function useDecideGap() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof servers.decideGap>) => call(servers.decideGap, input),
    onSuccess: (detail) => keepServer(client, detail),
  });
}

/** What tells of the server elsewhere is read anew: the lists, and how many wait for a price. */
async function keepServer(client: QueryClient, detail: ServerDetail): Promise<void> {
  await keepReply(client, serverQuery(String(detail.id)).queryKey, detail);
  void client.invalidateQueries({ queryKey: ['servers', 'list'] });
  void client.invalidateQueries({ queryKey: ['servers', String(detail.id), 'calendar'] });
  void client.invalidateQueries({ queryKey: ['servers', String(detail.id), 'hours'] });
  void client.invalidateQueries({ queryKey: ['rates'] });
}
