import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { id, instant, money, pageInput, pageOf } from './values.ts';

export const transactionKinds = ['hourly', 'adjustment', 'reversal'] as const;

export const transaction = z
  .object({
    id: z.number().int(),
    kind: z.enum(transactionKinds),
    from: z.string(),
    to: z.string(),
    amount: money,
    /** What the wallet gained; below nothing when it paid. */
    walletChange: money,
    walletBalance: money,
    customerId: z.number().int().nullable(),
    customerName: z.string().nullable(),
    reason: z.string(),
    cause: z.string(),
    runId: z.number().int().nullable(),
    reversesId: z.number().int().nullable(),
    createdAt: instant,
  })
  .meta({ id: 'Transaction' });

export const transactions = {
  list: endpoint({
    method: 'GET',
    path: '/api/admin/transactions',
    access: 'billing.read',
    summary: 'List ledger transactions, newest first',
    input: z.object({
      customerId: z.coerce.number().int().optional(),
      runId: z.coerce.number().int().optional(),
      kind: z.enum(transactionKinds).optional(),
      ...pageInput,
    }),
    output: pageOf(transaction),
  }),
  get: endpoint({
    method: 'GET',
    path: '/api/admin/transactions/:id',
    access: 'billing.read',
    summary: 'Read one transaction',
    input: z.object({ id }),
    output: transaction,
  }),
};
