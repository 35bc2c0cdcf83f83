import { and, eq, sql } from 'drizzle-orm';
import type { NoticeWay } from '#shared/notices/ways.ts';
import { noticeAttempts, noticeDeliveries, noticePauses } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { enqueueDelivery } from '../../jobs/enqueue.ts';
import type { Claimed } from './claim-delivery.ts';
import type { Outcome } from './outcome.ts';
import { queueOf } from './queue-of.ts';
import { waitAfter } from './retry-schedule.ts';

/** Writes down what came of an attempt, and has the next one made where there is one. */
export async function settleAttempt(ctx: Context, claimed: Claimed, outcome: Outcome): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    if (outcome.pauseMs) await pauseWay(tx, { way: claimed.delivery.way, waitMs: outcome.pauseMs });
    if (outcome.kind === 'paused') return putOff(tx, claimed, outcome);
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
      queue: queueOf(delivery),
    });
  }
}

function stateAfter({ kind }: Outcome, waitMs: number | null) {
  if (kind === 'sent' || kind === 'unclear') return kind;
  return waitMs === null ? ('failed' as const) : ('waiting' as const);
}

/** It was no attempt of its own. */
async function putOff(
  tx: Context,
  { delivery, startedAt }: Claimed,
  { detail, pauseMs }: Extract<Outcome, { kind: 'paused' }>,
): Promise<void> {
  await tx.db
    .update(noticeDeliveries)
    .set({
      detail,
      sendingSince: null,
      attempts: delivery.attempts - 1,
      nextAttemptAt: new Date(tx.clock.now().getTime() + pauseMs),
    })
    .where(and(eq(noticeDeliveries.id, delivery.id), eq(noticeDeliveries.sendingSince, startedAt)));
  await enqueueDelivery(tx, { deliveryId: delivery.id, inMs: pauseMs, queue: queueOf(delivery) });
}

/** Everybody on this way waits, in every process. */
async function pauseWay(tx: Context, { way, waitMs }: { way: NoticeWay; waitMs: number }): Promise<void> {
  await tx.db
    .insert(noticePauses)
    .values({ way, until: new Date(tx.clock.now().getTime() + waitMs) })
    .onConflictDoUpdate({
      target: noticePauses.way,
      set: { until: sql`greatest(${noticePauses.until}, excluded.until)` },
    });
}
