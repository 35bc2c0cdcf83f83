import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { readTopUpByKey, type TopUpRow } from './top-up-rows.ts';

type Payment = OutputOf<typeof api.payments.get>;

/** A payment, for whoever holds its link. @throws NotFoundError */
export async function readPayment(ctx: Context, { key }: InputOf<typeof api.payments.get>): Promise<Payment> {
  return paymentOf(await readTopUpByKey(ctx, key));
}

/** What the page of a payment shows; nothing of the customer is in it. */
export function paymentOf(row: TopUpRow): Payment {
  return {
    amount: row.amountMicros,
    currency: row.currency,
    status: row.status,
    waiting: row.status === 'approved',
    refunded: row.takenBackMicros > 0n,
    expiresAt: row.expiresAt,
    emulated: row.mode === 'emulated',
  };
}
