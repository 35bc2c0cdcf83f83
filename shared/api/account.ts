import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { instant, money } from './values.ts';

/** What a customer reads of themselves. None of these rows takes a customer's id: the link says whose it is. */
export const account = {
  get: endpoint({
    method: 'GET',
    path: '/api/customer/account',
    access: 'customer-link',
    summary: "The customer's wallet, how long it lasts, and until when the link opens the page",
    input: z.object({}),
    output: z
      .object({
        name: z.string().nullable(),
        currency: z.string(),
        timezone: z.string(),
        servers: z.number().int(),
        balance: money,
        /** What an hour costs at the present rates and states. */
        burnPerHour: money,
        /** Whole hours the balance lasts; null when nothing is burnt. */
        hoursLeft: z.number().int().nullable(),
        linkExpiresAt: instant,
      })
      .meta({ id: 'Account' }),
  }),
};
