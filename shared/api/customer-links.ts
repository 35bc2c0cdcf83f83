import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { id, idempotencyKey, instant, pageInput, pageOf } from './values.ts';

/** How long a link may open the page; what is needed longer is issued anew. */
export const linkDays = [1, 7, 30, 90] as const;

export const customerLink = z
  .object({
    id: z.number().int(),
    customerId: z.number().int(),
    purpose: z
      .enum(['page', 'notice'])
      .meta({ description: 'page: an admin handed it out; notice: it stands in a message of ours' }),
    status: z.enum(['open', 'expired', 'revoked']),
    issuedBy: z.string(),
    createdAt: instant,
    expiresAt: instant,
    revokedAt: instant.nullable(),
    revokedBy: z.string().nullable(),
    /** To the minute; null while nobody has opened it. */
    lastUsedAt: instant.nullable(),
  })
  .meta({ id: 'CustomerLink' });

export const customerLinks = {
  list: endpoint({
    method: 'GET',
    path: '/api/admin/customers/:id/links',
    access: 'billing.read',
    summary: "The links to a customer's own page, newest first; never their tokens",
    input: z.object({ id, ...pageInput }),
    output: pageOf(customerLink),
  }),
  issue: endpoint({
    method: 'POST',
    path: '/api/admin/customers/:id/links',
    access: 'links.write',
    summary: "Issue a link to a customer's own page; the same key twice tells the same link",
    input: z.strictObject({
      id,
      days: z
        .number()
        .int()
        .refine((days) => (linkDays as readonly number[]).includes(days), {
          message: `Choose one of ${linkDays.join(', ')} days`,
        }),
      idempotencyKey,
    }),
    output: z.object({
      link: customerLink,
      token: z.string().meta({ description: "Goes behind the # of the page's address: /account#token" }),
      url: z
        .string()
        .nullable()
        .meta({ description: 'The whole address; null where PUBLIC_URL does not say where pages are' }),
    }),
  }),
  revoke: endpoint({
    method: 'POST',
    path: '/api/admin/customer-links/:id/revoke',
    access: 'links.write',
    summary: 'Close a link at once; a repeat changes nothing',
    input: z.strictObject({ id }),
    output: customerLink,
  }),
};
