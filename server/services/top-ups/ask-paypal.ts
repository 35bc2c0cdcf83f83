import { eq } from 'drizzle-orm';
import { topUps } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { enqueueAskPayPal } from '../../jobs/enqueue.ts';
import { nextAskAt } from './ask-times.ts';
import { completeTopUp } from './complete-top-up.ts';
import { settleVerdict } from './settle-verdict.ts';
import { readTopUp, type TopUpRow } from './top-up-rows.ts';

/** About a month, six hours apart: PayPal decides about held money within days. */
const MOST_ASKS = 130;

/**
 * What the job does for a top-up that is open: asks PayPal, credits what was paid, and sets the next question, until
 * it is paid or over. So a browser that was closed on the way back, or a notification that never came, costs nobody
 * anything. Safe to repeat.
 * @throws AppError 'paypal_failed', and the job is tried again
 */
export async function askPayPal(ctx: Context, { topUpId }: { topUpId: number }): Promise<void> {
  const before = await readTopUp(ctx, topUpId);
  if (!isOpen(before)) return;
  const after =
    before.orderId === null
      ? await settleVerdict(ctx, topUpId, { kind: 'forgotten' })
      : await completeTopUp(ctx, { topUpId });
  if (!isOpen(after)) return;
  if (after.asks >= MOST_ASKS) return giveUp(ctx, after);
  await askAgainLater(ctx, after);
}

function isOpen({ status }: TopUpRow): boolean {
  return status === 'created' || status === 'sent' || status === 'approved';
}

async function askAgainLater(ctx: Context, { id, asks, orderId, expiresAt }: TopUpRow): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    await tx.db
      .update(topUps)
      .set({ asks: asks + 1 })
      .where(eq(topUps.id, id));
    // PayPal has nothing to tell of what it was never sent.
    await enqueueAskPayPal(tx, id, orderId === null ? expiresAt : nextAskAt(tx.clock.now(), asks + 1));
  });
}

async function giveUp(ctx: Context, { id }: TopUpRow): Promise<void> {
  const problem = 'PayPal has not decided about it for a month.';
  await settleVerdict(ctx, id, { kind: 'unclear', problem, captured: null });
}
