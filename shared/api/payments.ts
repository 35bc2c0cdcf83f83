import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { topUpStatuses } from './top-ups.ts';
import { instant, money } from './values.ts';

const key = z.uuid('This is not a payment link of ours: open it as it was sent to you');

/** What whoever holds a payment link may know: nothing of the customer. */
const payment = z
  .object({
    amount: money,
    currency: z.string(),
    status: z.enum(topUpStatuses),
    /** 'waiting': PayPal was paid and has not released the money, or could not be asked just now. */
    waiting: z.boolean(),
    /** It was given back, wholly or in part. */
    refunded: z.boolean(),
    expiresAt: instant,
    emulated: z.boolean(),
  })
  .meta({ id: 'Payment' });

export const payments = {
  get: endpoint({
    method: 'GET',
    path: '/api/payments/:key',
    access: 'public',
    summary: 'Read a payment by its link',
    input: z.object({ key }),
    output: payment,
  }),
  pay: endpoint({
    method: 'POST',
    path: '/api/payments/:key/pay',
    access: 'public',
    summary: 'Go to PayPal: the page at which the buyer approves this payment',
    input: z.strictObject({ key }),
    output: z.object({ approveUrl: z.string() }),
  }),
  complete: endpoint({
    method: 'POST',
    path: '/api/payments/:key/complete',
    access: 'public',
    summary: 'Back from PayPal: take the money that was approved, and credit it once',
    input: z.strictObject({ key }),
    output: payment,
  }),
};
