import { eq } from 'drizzle-orm';
import { topUps } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { RefusedError } from '../../errors.ts';
import type { PayPalClient } from '../../integrations/paypal/client.ts';
import { enqueueAskPayPal } from '../../jobs/enqueue.ts';
import { accountOf } from './account-of.ts';
import { firstAskAt, isForgotten } from './ask-times.ts';
import { asking } from './asking.ts';
import { payPalAmount } from './paypal-amount.ts';
import { lockTopUp, readTopUp, type TopUpRow } from './top-up-rows.ts';

/**
 * Makes the order at PayPal, and answers with the page at which the buyer approves it. Repeated, or after a lost reply,
 * it is the same order: the row was stored first, and its key is the request id. An order that PayPal has forgotten,
 * because nobody approved it for hours, is made anew.
 * `origin` is where the buyer's browser found us; PayPal sends it back there.
 * @throws RefusedError for one that is over or approved; AppError 'paypal_failed'
 */
export async function sendTopUp(
  ctx: Context,
  { topUpId, origin }: { topUpId: number; origin: string },
): Promise<{ approveUrl: string }> {
  const topUp = await readTopUp(ctx, topUpId);
  requirePayable(ctx, topUp);
  const { client } = await accountOf(ctx, topUp);
  const standing = await standingPage(ctx, client, topUp);
  if (standing !== null) return { approveUrl: standing };
  const order = await asking(client.createOrder(orderFor(topUp, origin)));
  const { approveUrl } = order;
  if (approveUrl === null) {
    throw new RefusedError(
      'PayPal made the payment, but named no page to approve it at. Try again in a while.',
    );
  }
  await keepOrder(ctx, topUp, { id: order.id, approveUrl });
  return { approveUrl };
}

/** Where the order that was made before is approved; null when there is none, or PayPal has forgotten it. */
async function standingPage(ctx: Context, client: PayPalClient, topUp: TopUpRow): Promise<string | null> {
  const { orderId, approveUrl, updatedAt } = topUp;
  if (orderId === null || approveUrl === null) return null;
  const order = await asking(client.order(orderId));
  if (!order) return isForgotten(updatedAt, ctx.clock.now()) ? null : approveUrl;
  if (order.status === 'APPROVED' || order.status === 'COMPLETED') {
    throw new RefusedError('You have approved this payment already: it is on its way. Do not pay it again.');
  }
  return approveUrl;
}

function requirePayable(ctx: Context, { status, expiresAt }: TopUpRow): void {
  if (status === 'captured') throw new RefusedError('This is paid already.');
  if (status === 'expired' || ctx.clock.now() >= expiresAt) {
    throw new RefusedError('This payment link is over. Ask for a new one.');
  }
  if (status === 'unclear') throw new RefusedError('This payment is being looked into. Do not pay it again.');
}

function orderFor({ id, key, orderId, amountMicros, currency }: TopUpRow, origin: string) {
  const value = payPalAmount(amountMicros, currency);
  if (value === null) throw new Error(`Top-up ${id} was stored with an amount that fits its currency`);
  const page = `${origin}/pay/${key}`;
  return {
    requestId: orderId === null ? key : `${key}-after-${orderId}`,
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
  { id, orderId: before }: TopUpRow,
  order: { id: string; approveUrl: string },
): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const row = await lockTopUp(tx, id);
    if (row.orderId !== before) return;
    const now = tx.clock.now();
    await tx.db
      .update(topUps)
      .set({ status: 'sent', orderId: order.id, approveUrl: order.approveUrl, updatedAt: now })
      .where(eq(topUps.id, id));
    // A browser that is closed on the way back is found by this.
    await enqueueAskPayPal(tx, id, firstAskAt(now));
  });
}
