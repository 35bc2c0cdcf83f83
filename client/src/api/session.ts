import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { auth } from '#shared/api/auth.ts';
import type { OutputOf, SentTo } from '#shared/api/endpoint.ts';
import { ApiError, call } from './call.ts';
import { keepReply } from './query-client.ts';

/** Who is signed in, and what every page needs to know of the installation. */
export type Session = OutputOf<typeof auth.me>;

/** The session, or null when nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      return await call(auth.me, {}, { signal });
    } catch (error) {
      if (error instanceof ApiError && error.code === 'unauthenticated') return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

export const SessionContext = createContext<Session | null>(null);

/** The session of the admin who sees this page. Only inside the session gate. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession is used outside the session gate');
  return session;
}

/** What the sign-in page may say before anyone is signed in. */
export const hintsQuery = queryOptions({
  queryKey: ['session', 'hints'],
  queryFn: ({ signal }) => call(auth.hints, {}, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Signs in; with the session in the cache the page asked for appears. */
export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof auth.signIn>) => call(auth.signIn, input),
    onSuccess: (session) => keepReply(client, sessionQuery.queryKey, session),
  });
}

/** Whom an invitation is for. Read once: a failed try counts against whoever guesses. */
export function invitationQuery(token: string) {
  return queryOptions({
    queryKey: ['session', 'invitation', token],
    queryFn: ({ signal }) => call(auth.readInvitation, { token }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: false,
  });
}

/** Becomes the admin one was invited to be, and is signed in. */
export function useAcceptInvitation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof auth.acceptInvitation>) => call(auth.acceptInvitation, input),
    onSuccess: (session) => keepReply(client, sessionQuery.queryKey, session),
  });
}

/** Proves once more who one is. */
export function useConfirm() {
  return useMutation({
    mutationFn: (input: SentTo<typeof auth.confirm>) => call(auth.confirm, input),
  });
}

/** Signs out and forgets everything that was read. */
export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call(auth.signOut, {}),
    onSuccess: () => {
      client.setQueryData(sessionQuery.queryKey, null);
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
    },
  });
}
