import { eq } from 'drizzle-orm';
import { topUps } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { resolveAlert } from '../alerts/resolve-alert.ts';
import { PAYPAL_CLEARING } from '../ledger/accounts.ts';
import { findAccount } from '../ledger/find-account.ts';
import { isForgotten } from './ask-times.ts';
import type { Verdict } from './judge-order.ts';
import { moveForTopUp } from './move-for-top-up.ts';
import { settleClaims } from './settle-claims.ts';
import { lockTopUp, type TopUpRow } from './top-up-rows.ts';

/**
 * Writes down what was found of a top-up: in one transaction with its credit, under the lock of its row. What is
 * captured stays so, however many come with the same news. Answers with the row after it.
 */
export async function settleVerdict(ctx: Context, topUpId: number, verdict: Verdict): Promise<TopUpRow> {
  return withTransaction(ctx, async (tx) => {
    const topUp = await lockTopUp(tx, topUpId);
    // What an admin has seen to is not credited behind their back: they may have done so by hand.
    if (topUp.status === 'captured' || topUp.settledAt !== null) return topUp;
    const change = changeBy(verdict, topUp, tx.clock.now());
    if (isNoChange(change, topUp)) return topUp;
    const [after] = await tx.db
      .update(topUps)
      .set({ ...change, updatedAt: tx.clock.now() })
      .where(eq(topUps.id, topUpId))
      .returning();
    if (!after) throw new Error('A row that is locked is there');
    if (verdict.kind === 'credit') await credit(tx, after);
    if (verdict.kind === 'unclear') await tellUnclear(tx, after);
    return after;
  });
}

function changeBy(verdict: Verdict, topUp: TopUpRow, now: Date): Partial<TopUpRow> {
  switch (verdict.kind) {
    case 'credit':
      return { status: 'captured', captureId: verdict.captureId, problem: null, capturedText: null };
    case 'refused':
      return { status: 'refused', problem: verdict.problem };
    case 'unclear':
      return { status: 'unclear', problem: verdict.problem, capturedText: verdict.captured };
    case 'wait':
      return isOver(topUp, now) && verdict.status === 'sent'
        ? { status: 'expired', problem: null }
        : { status: verdict.status, problem: verdict.problem };
    case 'forgotten':
      return forgotten(topUp, now);
    case 'capture':
      return { status: 'approved' };
    default:
      return verdict satisfies never;
  }
}

/** What was approved and not taken in time may be paid anew, by the same link. */
function forgotten(topUp: TopUpRow, now: Date): Partial<TopUpRow> {
  if (isOver(topUp, now)) return { status: 'expired', problem: null };
  const lapsed = topUp.status === 'approved' && isForgotten(topUp.updatedAt, now);
  return lapsed ? { status: 'sent', problem: 'The approval lapsed before the money was taken.' } : {};
}

function isNoChange(change: Partial<TopUpRow>, topUp: TopUpRow): boolean {
  return (Object.keys(change) as (keyof TopUpRow)[]).every((field) => change[field] === topUp[field]);
}

function isOver({ expiresAt }: TopUpRow, now: Date): boolean {
  return now >= expiresAt;
}

async function credit(tx: Context, topUp: TopUpRow): Promise<void> {
  await moveForTopUp(tx, topUp, {
    direction: 'in',
    amount: topUp.amountMicros,
    kind: 'topup',
    reason: `PayPal payment ${topUp.captureId}`,
    clearing: await findAccount(tx, PAYPAL_CLEARING),
  });
  await resolveAlert(tx, { kind: 'topup_unclear', subject: `topup:${topUp.id}` });
  // A refund may have been heard of before the payment it belongs to.
  await settleClaims(tx, topUp);
}

async function tellUnclear(tx: Context, { id, problem, capturedText, orderId }: TopUpRow): Promise<void> {
  await raiseAlert(tx, {
    kind: 'topup_unclear',
    subject: `topup:${id}`,
    message: `Top-up ${id} was not credited. ${problem} Compare it with PayPal, adjust the wallet if it was paid, and note on its page how it was settled.`,
    facts: { topUpId: id, orderId, captured: capturedText },
  });
}
