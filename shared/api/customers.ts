import { z } from 'zod';
import { LARGE_ADJUSTMENT } from '#shared/auth/roles.ts';
import { endpoint } from './endpoint.ts';
import { transaction } from './transactions.ts';
import { id, idempotencyKey, instant, money, pageInput, pageOf, positiveMoney, reason } from './values.ts';

export const customer = z
  .object({
    id: z.number().int(),
    externalId: z.number().int().nullable(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    servers: z.number().int(),
    balance: money,
    /** What an hour costs at the present rates and states. */
    burnPerHour: money,
    /** Whole hours it lasts, credit included; null when nothing is burnt, or the credit is not known. */
    hoursLeft: z.number().int().nullable(),
    /** Where VirtFusion's credit is the wallet; then `balance` is what was not carried there yet. Null where it is not. */
    credit: z
      .object({
        tokens: z.string().nullable(),
        /** What they are worth; null while it is not known, which is not nothing. */
        value: money.nullable(),
        readAt: instant.nullable(),
        /** Why it is not known, or why the last reading failed. */
        problem: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'Customer' });

export const customers = {
  list: endpoint({
    method: 'GET',
    path: '/api/admin/customers',
    access: 'billing.read',
    summary: 'List customers with their wallets',
    input: z.object({
      search: z.string().trim().max(100).optional(),
      sort: z.enum(['id', 'name', 'balance']).default('id'),
      ...pageInput,
    }),
    output: pageOf(customer),
  }),
  get: endpoint({
    method: 'GET',
    path: '/api/admin/customers/:id',
    access: 'billing.read',
    summary: 'Read one customer with its wallet',
    input: z.object({ id }),
    output: customer,
  }),
  adjustWallet: endpoint({
    method: 'POST',
    path: '/api/admin/customers/:id/adjustments',
    access: 'wallets.adjust',
    stepUp: { fromAmount: LARGE_ADJUSTMENT },
    summary: 'Credit or debit a wallet, with a reason; the same key twice has one effect',
    input: z.strictObject({
      id,
      direction: z.enum(['credit', 'debit']),
      amount: positiveMoney,
      reason,
      idempotencyKey,
    }),
    output: z.object({ transaction, repeated: z.boolean() }),
  }),
};
