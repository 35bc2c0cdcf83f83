import { queryOptions } from '@tanstack/react-query';
import { charges } from '#shared/api/charges.ts';
import { call } from './call.ts';

/** Why one hour of one server cost what it did. A charge never changes; a correction of it may come. */
export function chargeQuery(serverId: string, hour: string) {
  return queryOptions({
    queryKey: ['charges', serverId, hour],
    queryFn: ({ signal }) => call(charges.explain, { serverId, hour }, { signal }),
    staleTime: 30_000,
  });
}
