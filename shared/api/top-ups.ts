import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { transaction } from './transactions.ts';
import { id, idempotencyKey, instant, money, pageInput, pageOf, positiveMoney, reason } from './values.ts';

/** How far a top-up has come; what each means is in md-docs/top-ups.md. */
export const topUpStatuses = [
  'created',
  'sent',
  'approved',
  'captured',
  'refused',
  'expired',
  'unclear',
] as const;

export const topUp = z
  .object({
    id: z.number().int(),
    /** Names it in the payment link; nobody guesses it. */
    key: z.string(),
    customerId: z.number().int(),
    customerName: z.string().nullable(),
    amount: money,
    currency: z.string(),
    mode: z.enum(['sandbox', 'live', 'emulated']),
    status: z.enum(topUpStatuses),
    /** What is the matter, in a sentence; null when nothing is. */
    problem: z.string().nullable(),
    /** What PayPal captured, where that is not what was asked for: an amount with its currency. */
    captured: z.string().nullable(),
    /** What refunds and disputes took out of the wallet again. */
    takenBack: money,
    orderId: z.string().nullable(),
    captureId: z.string().nullable(),
    requestedBy: z.string(),
    createdAt: instant,
    updatedAt: instant,
    expiresAt: instant,
    /** An admin who saw to an unclear one, and how. */
    settled: z.object({ at: instant, by: z.string(), reason: z.string() }).nullable(),
  })
  .meta({ id: 'TopUp' });

const claim = z
  .object({
    kind: z.enum(['refund', 'dispute']),
    paypalId: z.string(),
    amount: money,
    state: z.enum(['done', 'open', 'won', 'lost']),
    reason: z.string().nullable(),
    updatedAt: instant,
  })
  .meta({ id: 'TopUpClaim' });

const event = z
  .object({
    id: z.string(),
    eventType: z.string(),
    receivedAt: instant,
    handledAt: instant.nullable(),
    outcome: z.string().nullable(),
  })
  .meta({ id: 'PayPalEvent' });

export const topUps = {
  list: endpoint({
    method: 'GET',
    path: '/api/admin/top-ups',
    access: 'billing.read',
    summary: 'List top-ups, newest first',
    input: z.object({
      customerId: z.coerce.number().int().optional(),
      status: z.enum(topUpStatuses).optional(),
      ...pageInput,
    }),
    output: pageOf(topUp),
  }),
  get: endpoint({
    method: 'GET',
    path: '/api/admin/top-ups/:id',
    access: 'billing.read',
    summary: 'Read a top-up with its movements, refunds, disputes and notifications',
    input: z.object({ id }),
    output: topUp.extend({
      movements: z.array(transaction),
      claims: z.array(claim),
      events: z.array(event),
    }),
  }),
  start: endpoint({
    method: 'POST',
    path: '/api/admin/customers/:id/top-ups',
    access: 'wallets.adjust',
    summary: 'Make a payment link for a customer; the same key twice is one top-up',
    input: z.strictObject({ id, amount: positiveMoney, idempotencyKey }),
    output: z.object({ topUp, repeated: z.boolean() }),
  }),
  check: endpoint({
    method: 'POST',
    path: '/api/admin/top-ups/:id/check',
    access: 'wallets.adjust',
    summary: 'Ask PayPal about a top-up now, and credit it if it was paid',
    input: z.strictObject({ id }),
    output: topUp,
  }),
  settle: endpoint({
    method: 'POST',
    path: '/api/admin/top-ups/:id/settle',
    access: 'wallets.adjust',
    summary: 'Note how an unclear top-up was dealt with; no money moves by it',
    input: z.strictObject({ id, reason }),
    output: topUp,
  }),
};
