import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { id, idempotencyKey, instant, money, pageInput, pageOf, reason } from './values.ts';

export const transactionKinds = [
  'hourly',
  'adjustment',
  'reversal',
  'correction',
  'topup',
  'refund',
  'dispute',
  'credit',
] as const;

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
    /** The transaction that took this one back; null while none has. */
    reversedById: z.number().int().nullable(),
    /** The replay whose corrections it pays; null for all others. */
    replayId: z.number().int().nullable(),
    /** The top-up it paid in, refunded or disputed; null for all others. */
    topUpId: z.number().int().nullable(),
    createdAt: instant,
  })
  .meta({ id: 'Transaction' });

export const transactions = {
  list: endpoint({
    method: 'GET',
    path: '/api/admin/transactions',
    access: 'billing.read',
    summary:
      'Search ledger transactions, newest first. An amount or a reason leaves hourly ones out, unless a customer or a run is named',
    input: z.object({
      customerId: z.coerce.number().int().optional(),
      runId: z.coerce.number().int().optional(),
      kind: z.enum(transactionKinds).optional(),
      from: instant.optional().meta({ description: 'Moved at or after' }),
      until: instant.optional().meta({ description: 'Moved before' }),
      amountFrom: money.optional(),
      amountTo: money.optional().meta({ description: 'Included' }),
      reason: z.string().trim().max(100).optional().meta({ description: 'Part of the reason' }),
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
  reverse: endpoint({
    method: 'POST',
    path: '/api/admin/transactions/:id/reverse',
    access: 'wallets.adjust',
    stepUp: 'always',
    summary: 'Take a transaction back whole, by its mirror; once, and never a reversal',
    input: z.strictObject({ id, reason, idempotencyKey }),
    output: z.object({ transaction, repeated: z.boolean() }),
  }),
};
