import { eq } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { topUps } from '#shared/schema/index.ts';
import { actorKey, type Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { ConflictError, RefusedError } from '../../errors.ts';
import { resolveAlert } from '../alerts/resolve-alert.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { findTopUp, lockTopUp, readTopUp } from './top-up-rows.ts';

type Settlement = InputOf<typeof api.topUps.settle>;

/**
 * Notes how an unclear top-up was dealt with, and ends its alert. Money moves by an adjustment, not by this. A repeat
 * with the same reason changes nothing.
 * @throws NotFoundError; RefusedError for one that is not unclear; ConflictError when it was settled otherwise before
 */
export async function settleTopUp(
  ctx: Context,
  { id, reason }: Settlement,
): Promise<OutputOf<typeof api.topUps.settle>> {
  await readTopUp(ctx, id);
  return withTransaction(ctx, async (tx) => {
    const topUp = await lockTopUp(tx, id);
    if (topUp.settledAt !== null) {
      if (topUp.settledReason === reason) return findTopUp(tx, id);
      throw new ConflictError(`Top-up ${id} was settled before: ${topUp.settledReason}`, { topUpId: id });
    }
    if (topUp.status !== 'unclear') throw new RefusedError('Only an unclear top-up has to be settled.');
    const now = tx.clock.now();
    await tx.db
      .update(topUps)
      .set({ settledAt: now, settledBy: actorKey(tx.actor), settledReason: reason, updatedAt: now })
      .where(eq(topUps.id, id));
    await resolveAlert(tx, { kind: 'topup_unclear', subject: `topup:${id}` });
    await recordAudit(tx, {
      action: 'topup.settled',
      subject: `topup:${id}`,
      before: { problem: topUp.problem, captured: topUp.capturedText },
      after: { reason },
    });
    return findTopUp(tx, id);
  });
}
