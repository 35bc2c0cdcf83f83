import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { Endpoint, OutputOf, SentTo } from '#shared/api/endpoint.ts';
import { self } from '#shared/api/self.ts';
import { call } from './call.ts';
import { sessionQuery } from './session.ts';

export type Self = OutputOf<typeof self.get>;
export type OwnSession = Self['sessions'][number];

/** One's own second factor and sessions. */
export const selfQuery = queryOptions({
  queryKey: ['self'],
  queryFn: ({ signal }) => call(self.get, {}, { signal }),
});

/** What changes one's own way in is read anew afterwards, and so is who is signed in. */
function useChange<Row extends Endpoint<z.ZodObject, z.ZodType>>(row: Row) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SentTo<Row>) => call(row, input),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: selfQuery.queryKey });
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey, exact: true });
    },
  });
}

export const useChangePassword = () => useChange(self.changePassword);
export const useEndSession = () => useChange(self.endSession);
export const useEndOtherSessions = () => useChange(self.endOtherSessions);
export const useConfirmSecondFactor = () => useChange(self.confirmSecondFactor);
export const useRemoveSecondFactor = () => useChange(self.removeSecondFactor);
export const useRenewRecoveryCodes = () => useChange(self.renewRecoveryCodes);

/** Begins the set-up of an app; nothing counts before it is confirmed. */
export function useBeginSecondFactor() {
  return useMutation({ mutationFn: () => call(self.beginSecondFactor, {}) });
}
