import { and, eq, sql } from 'drizzle-orm';
import { noticeAttempts, noticeDeliveries, noticePauses } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { enqueueDelivery } from '../../jobs/enqueue.ts';
import type { Claimed } from './claim-delivery.ts';
import type { Outcome } from './outcome.ts';
import { waitAfter } from './retry-schedule.ts';

/** Writes down what came of an attempt, and has the next one made where there is one. */
export async function settleAttempt(ctx: Context, claimed: Claimed, outcome: Outcome): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    if (outcome.kind === 'paused') return pause(tx, claimed, outcome);
    const now = tx.clock.now();
    await tx.db.insert(noticeAttempts).values({
      deliveryId: claimed.delivery.id,
      at: claimed.startedAt,
      outcome: outcome.kind === 'sent' || outcome.kind === 'unclear' ? outcome.kind : 'failed',
      detail: outcome.detail,
      durationMs: Math.max(0, now.getTime() - claimed.startedAt.getTime()),
    });
    await finish(tx, claimed, outcome);
  });
}

async function finish(
  tx: Context,
  { delivery, startedAt }: Claimed,
  outcome: Exclude<Outcome, { kind: 'paused' }>,
): Promise<void> {
  const waitMs = outcome.kind === 'not_sent' ? waitAfter(delivery.attempts) : null;
  const now = tx.clock.now();
  const state = stateAfter(outcome, waitMs);
  const [settled] = await tx.db
    .update(noticeDeliveries)
    .set({
      state,
      detail: outcome.detail,
      sendingSince: null,
      nextAttemptAt: waitMs === null ? null : new Date(now.getTime() + waitMs),
      doneAt: waitMs === null ? now : null,
    })
    // Whoever took so long that another process gave it up has no say any more.
    .where(and(eq(noticeDeliveries.id, delivery.id), eq(noticeDeliveries.sendingSince, startedAt)))
    .returning({ id: noticeDeliveries.id });
  if (!settled) return;
  if (waitMs !== null) {
    await enqueueDelivery(tx, {
      deliveryId: delivery.id,
      inMs: waitMs,
      oneByOne: delivery.way === 'discord',
    });
  }
}

function stateAfter({ kind }: Outcome, waitMs: number | null) {
  if (kind === 'sent' || kind === 'unclear') return kind;
  return waitMs === null ? ('failed' as const) : ('waiting' as const);
}

/** Everybody on this way waits, this delivery too: it was no attempt of its own. */
async function pause(
  tx: Context,
  { delivery, startedAt }: Claimed,
  { detail, waitMs }: Extract<Outcome, { kind: 'paused' }>,
): Promise<void> {
  const until = new Date(tx.clock.now().getTime() + waitMs);
  await pauseWay(tx, { way: delivery.way, until });
  await tx.db
    .update(noticeDeliveries)
    .set({ detail, sendingSince: null, attempts: delivery.attempts - 1, nextAttemptAt: until })
    .where(and(eq(noticeDeliveries.id, delivery.id), eq(noticeDeliveries.sendingSince, startedAt)));
  await enqueueDelivery(tx, { deliveryId: delivery.id, inMs: waitMs, oneByOne: delivery.way === 'discord' });
}

async function pauseWay(tx: Context, pauseOf: typeof noticePauses.$inferInsert): Promise<void> {
  await tx.db
    .insert(noticePauses)
    .values(pauseOf)
    .onConflictDoUpdate({
      target: noticePauses.way,
      set: { until: sql`greatest(${noticePauses.until}, excluded.until)` },
    });
}
