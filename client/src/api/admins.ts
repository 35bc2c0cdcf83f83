import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { admins, invitations } from '#shared/api/admins.ts';
import type { Endpoint, OutputOf, SentTo } from '#shared/api/endpoint.ts';
import { paths } from '../paths.ts';
import { call } from './call.ts';
import { keepReply } from './query-client.ts';

export type AdminAccount = OutputOf<typeof admins.disable>;
export type Invitation = OutputOf<typeof invitations.revoke>;

/** Who may sign in. */
export function adminsQuery(input: SentTo<typeof admins.list>) {
  return queryOptions({
    queryKey: ['admins', 'list', input],
    queryFn: ({ signal }) => call(admins.list, input, { signal }),
  });
}

/** Who was invited. */
export function invitationsQuery(input: SentTo<typeof invitations.list>) {
  return queryOptions({
    queryKey: ['admins', 'invitations', input],
    queryFn: ({ signal }) => call(invitations.list, input, { signal }),
  });
}

/** Who must have a second factor. */
export const signInRulesQuery = queryOptions({
  queryKey: ['admins', 'rules'],
  queryFn: ({ signal }) => call(admins.rules, {}, { signal }),
});

function useChange<Row extends Endpoint<z.ZodObject, z.ZodType>>(row: Row) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<Row>) => call(row, input),
    onSuccess: () => client.invalidateQueries({ queryKey: ['admins'] }),
  });
}

export const useSetRole = () => useChange(admins.setRole);
export const useDisableAdmin = () => useChange(admins.disable);
export const useEnableAdmin = () => useChange(admins.enable);
export const useResetSecondFactor = () => useChange(admins.resetSecondFactor);
export const useRevokeInvitation = () => useChange(invitations.revoke);

export function useSaveSignInRules() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<typeof admins.saveRules>) => call(admins.saveRules, input),
    onSuccess: (kept) => keepReply(client, signInRulesQuery.queryKey, kept),
  });
}

/** Invites, and tells the whole address of the link: that of the installation, or else of the page we are on. */
export function useInviteAdmin() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (input: SentTo<typeof invitations.invite>) => {
      const { invitation, token, url } = await call(invitations.invite, input);
      return { invitation, address: url ?? `${location.origin}${paths.invitation()}#${token}` };
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['admins'] }),
  });
}
