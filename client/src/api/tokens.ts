import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { OutputOf, SentTo } from '#shared/api/endpoint.ts';
import { tokens } from '#shared/api/tokens.ts';
import { call } from './call.ts';

export type ApiToken = OutputOf<typeof tokens.revoke>;

/** API tokens, newest first. */
export function tokensQuery(input: SentTo<typeof tokens.list>) {
  return queryOptions({
    queryKey: ['tokens', input],
    queryFn: ({ signal }) => call(tokens.list, input, { signal }),
  });
}

/** Makes a token; its text is in the reply and nowhere else. */
export function useMakeToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof tokens.make>) => call(tokens.make, input),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tokens'] }),
  });
}

/** Closes a token at once. */
export function useRevokeToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => call(tokens.revoke, { id }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tokens'] }),
  });
}
