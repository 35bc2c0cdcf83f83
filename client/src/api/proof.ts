import { queryOptions } from '@tanstack/react-query';
import type { OutputOf } from '#shared/api/endpoint.ts';
import { proof } from '#shared/api/proof.ts';
import { call } from './call.ts';

export type LatestProof = OutputOf<typeof proof.latest>;

/** What came of the last look whether all books agree. */
export const proofQuery = queryOptions({
  queryKey: ['proof'],
  queryFn: ({ signal }) => call(proof.latest, {}, { signal }),
  refetchInterval: 60_000,
});
