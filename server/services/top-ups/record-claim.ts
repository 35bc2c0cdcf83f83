import { eq, or, sql } from 'drizzle-orm';
import { topUpClaims, topUps } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { resolveAlert } from '../alerts/resolve-alert.ts';
import { microsOf } from './paypal-amount.ts';
import type { EventMatter } from './read-event.ts';
import { settleClaims } from './settle-claims.ts';
import { lockTopUp, type TopUpRow } from './top-up-rows.ts';

type ClaimMatter = Extract<EventMatter, { kind: 'claim' }>;

/**
 * Notes a refund or a dispute of a top-up, and moves what it changes between the wallet and PayPal's clearing account.
 * The same news twice changes nothing, and old news does not undo newer. Answers with the top-up's id, or null for a
 * payment that is none of ours.
 */
export async function recordClaim(ctx: Context, matter: ClaimMatter): Promise<number | null> {
  const topUpId = await findTopUpId(ctx, matter);
  if (topUpId === null) return null;
  await withTransaction(ctx, async (tx) => {
    const topUp = await lockTopUp(tx, topUpId);
    const problem = problemOf(matter, topUp);
    if (problem) return tellUnclear(tx, topUp, problem);
    await keepClaim(tx, topUp, matter);
    if (topUp.status === 'captured') await settleClaims(tx, topUp);
    if (matter.claim === 'dispute') await tellDispute(tx, topUp, matter);
  });
  return topUpId;
}

async function findTopUpId(ctx: Context, { captureId, key }: ClaimMatter): Promise<number | null> {
  const [row] = await ctx.db
    .select({ id: topUps.id })
    .from(topUps)
    .where(or(eq(topUps.captureId, captureId), key === null ? undefined : eq(sql`${topUps.key}::text`, key)));
  return row?.id ?? null;
}

function problemOf({ amount, state }: ClaimMatter, topUp: TopUpRow): string | null {
  if (amount.currency !== topUp.currency) {
    return `PayPal speaks of ${amount.value} ${amount.currency}, and it was paid in ${topUp.currency}.`;
  }
  if (state === null) return 'PayPal closed the dispute in a way that does not say whose the money is.';
  return microsOf(amount.value) > 0n ? null : 'PayPal speaks of no amount.';
}

/** A dispute that was decided stays so, should an older notification come late. */
async function keepClaim(tx: Context, { id }: TopUpRow, matter: ClaimMatter): Promise<void> {
  const now = tx.clock.now();
  const { state } = matter;
  if (state === null) throw new Error('An outcome nobody knows is not kept');
  await tx.db
    .insert(topUpClaims)
    .values({
      kind: matter.claim,
      paypalId: matter.paypalId,
      topUpId: id,
      amountMicros: microsOf(matter.amount.value),
      reason: matter.reason,
      createdAt: now,
      updatedAt: now,
      state,
    })
    .onConflictDoUpdate({
      target: [topUpClaims.kind, topUpClaims.paypalId],
      set: { state, amountMicros: microsOf(matter.amount.value), updatedAt: now },
      setWhere: sql`${topUpClaims.state} = 'open'`,
    });
}

async function tellDispute(tx: Context, { id, customerId }: TopUpRow, matter: ClaimMatter): Promise<void> {
  const subject = `topup:${id}`;
  const [still] = await tx.db
    .select({ id: topUpClaims.paypalId })
    .from(topUpClaims)
    .where(sql`${topUpClaims.topUpId} = ${id} AND ${topUpClaims.state} = 'open'`)
    .limit(1);
  if (!still) return resolveAlert(tx, { kind: 'topup_disputed', subject });
  await raiseAlert(tx, {
    kind: 'topup_disputed',
    subject,
    message: `Customer ${customerId} disputes ${matter.amount.value} ${matter.amount.currency} of top-up ${id} at PayPal. It was taken out of the wallet until PayPal decides. Answer the case there.`,
    facts: { topUpId: id, disputeId: matter.paypalId, reason: matter.reason },
  });
}

async function tellUnclear(tx: Context, { id }: TopUpRow, problem: string): Promise<void> {
  await raiseAlert(tx, {
    kind: 'claim_unclear',
    subject: `topup:${id}`,
    message: `A refund or dispute of top-up ${id} was not booked. ${problem} Compare it with PayPal, adjust the wallet if it has to be, and acknowledge this.`,
    facts: { topUpId: id },
  });
}
