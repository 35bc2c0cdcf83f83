import { eq } from 'drizzle-orm';
import { topUps } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { RefusedError } from '../../errors.ts';
import type { PayPalOrder } from '../../integrations/paypal/client.ts';
import { enqueueAskPayPal } from '../../jobs/enqueue.ts';
import { accountOf, asking } from './account-of.ts';
import { firstAskAt } from './ask-times.ts';
import { payPalAmount } from './paypal-amount.ts';
import { lockTopUp, readTopUp, type TopUpRow } from './top-up-rows.ts';

/**
 * Makes the order at PayPal, and answers with the page at which the buyer approves it. Repeated, or after a lost reply,
 * it is the same order: the row was stored first, and its key is the request id.
 * `origin` is where the buyer's browser found us; PayPal sends it back there.
 * @throws RefusedError for one that is over; AppError 'paypal_failed'
 */
export async function sendTopUp(
  ctx: Context,
  { topUpId, origin }: { topUpId: number; origin: string },
): Promise<{ approveUrl: string }> {
  const topUp = await readTopUp(ctx, topUpId);
  requirePayable(ctx, topUp);
  if (topUp.approveUrl !== null) return { approveUrl: topUp.approveUrl };
  const account = await accountOf(ctx, topUp);
  const order = await asking(account.client.createOrder(orderFor(topUp, origin)));
  if (order.approveUrl === null) {
    throw new RefusedError(
      'PayPal made the payment, but named no page to approve it at. Try again in a while.',
    );
  }
  await keepOrder(ctx, topUp, { ...order, approveUrl: order.approveUrl });
  return { approveUrl: order.approveUrl };
}

function requirePayable(ctx: Context, { status, expiresAt }: TopUpRow): void {
  if (status === 'captured') throw new RefusedError('This is paid already.');
  if (status === 'expired' || ctx.clock.now() >= expiresAt) {
    throw new RefusedError('This payment link is over. Ask for a new one.');
  }
  if (status === 'unclear') throw new RefusedError('This payment is being looked into. Do not pay it again.');
}

function orderFor({ id, key, amountMicros, currency }: TopUpRow, origin: string) {
  const value = payPalAmount(amountMicros, currency);
  if (value === null) throw new Error(`Top-up ${id} was stored with an amount that fits its currency`);
  const page = `${origin}/pay/${key}`;
  return {
    requestId: key,
    amount: { value, currency },
    customId: key,
    // One in the merchant's whole account, whichever installation it came from.
    invoiceId: `TOPUP-${id}-${key.slice(0, 8)}`,
    description: 'Prepaid balance for servers',
    returnUrl: `${page}?back=approved`,
    cancelUrl: `${page}?back=cancelled`,
  };
}

/** Several at once got the same order from PayPal; the first keeps it. */
async function keepOrder(
  ctx: Context,
  { id }: TopUpRow,
  order: PayPalOrder & { approveUrl: string },
): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const row = await lockTopUp(tx, id);
    if (row.orderId !== null) return;
    const now = tx.clock.now();
    await tx.db
      .update(topUps)
      .set({ status: 'sent', orderId: order.id, approveUrl: order.approveUrl, updatedAt: now })
      .where(eq(topUps.id, id));
    // A browser that is closed on the way back is found by this.
    await enqueueAskPayPal(tx, id, firstAskAt(now));
  });
}
