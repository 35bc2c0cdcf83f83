import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { customerLinks } from '#shared/api/customer-links.ts';
import type { OutputOf, SentTo } from '#shared/api/endpoint.ts';
import { paths } from '../paths.ts';
import { call } from './call.ts';

export type CustomerLink = OutputOf<typeof customerLinks.revoke>;

/** The newest links to a customer's own page. */
export function customerLinksQuery(input: SentTo<typeof customerLinks.list>) {
  return queryOptions({
    queryKey: ['customer-links', input],
    queryFn: ({ signal }) => call(customerLinks.list, input, { signal }),
  });
}

/** Issues a link and tells its whole address: that of the installation, or else of the page we are on. */
export function useIssueCustomerLink() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (input: SentTo<typeof customerLinks.issue>) => {
      const { link, token, url } = await call(customerLinks.issue, input);
      return { link, address: url ?? `${location.origin}${paths.account()}#${token}` };
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['customer-links'] }),
  });
}

/** Closes a link at once. */
export function useRevokeCustomerLink() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => call(customerLinks.revoke, { id }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['customer-links'] }),
  });
}
