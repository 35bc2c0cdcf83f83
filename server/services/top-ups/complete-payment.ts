import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { completeTopUp } from './complete-top-up.ts';
import { paymentOf } from './read-payment.ts';
import { readTopUpByKey } from './top-up-rows.ts';

/**
 * The buyer is back from PayPal. Where PayPal does not answer just now, the payment is said to wait: the job asks on,
 * and what was paid is credited. @throws NotFoundError, RefusedError
 */
export async function completePayment(
  ctx: Context,
  { key }: InputOf<typeof api.payments.complete>,
): Promise<OutputOf<typeof api.payments.complete>> {
  const { id } = await readTopUpByKey(ctx, key);
  try {
    return paymentOf(await completeTopUp(ctx, { topUpId: id }));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'paypal_failed') throw error;
    ctx.log.warn('PayPal could not tell of a payment', { topUpId: id, problem: error.message });
    return { ...paymentOf(await readTopUpByKey(ctx, key)), waiting: true };
  }
}
