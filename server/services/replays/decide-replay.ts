import { sql } from 'drizzle-orm';
import type { InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Replay } from '#shared/api/replays.ts';
import { formatMoney } from '#shared/billing/money.ts';
import { actorKey, type Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { RefusedError } from '../../errors.ts';
import { enqueueReplay } from '../../jobs/enqueue.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { findPosted } from './find-posted.ts';
import { getReplay } from './get-replay.ts';
import { lockReplay, type ReplayRow } from './replay-rows.ts';

/**
 * Has the differences of a replay posted. When another was posted since they were worked out, they are worked out anew
 * first, and it waits to be looked at again. A repeat posts nothing more.
 * @throws NotFoundError; RefusedError when it is not ready, changes nothing, or needs another person's approval
 */
export async function postReplay(ctx: Context, { id }: InputOf<typeof api.replays.post>): Promise<Replay> {
  return withTransaction(ctx, async (tx) => {
    const replay = await lockReplay(tx, id);
    const { mine } = await getReplay(tx, { id });
    if (replay.status === 'proposed' && mine.needsApproval) {
      throw new RefusedError(
        `It moves ${formatMoney(replay.moves)}, more than you may post alone: have it approved.`,
        { replayId: id, moves: formatMoney(replay.moves) },
      );
    }
    return begin(tx, replay, { action: 'replay.posted', reason: null });
  });
}

/**
 * A second person says yes to a replay of any size, and has it posted. A repeat changes nothing.
 * @throws NotFoundError; RefusedError for one's own where another could approve, for a token, and as postReplay
 */
export async function approveReplay(
  ctx: Context,
  { id, reason }: InputOf<typeof api.replays.approve>,
): Promise<Replay> {
  return withTransaction(ctx, async (tx) => {
    const replay = await lockReplay(tx, id);
    const { mine } = await getReplay(tx, { id });
    if (replay.status === 'proposed' && mine.approvalRefusal !== null) {
      throw new RefusedError(mine.approvalRefusal, { replayId: id });
    }
    return begin(tx, replay, { action: 'replay.approved', reason });
  });
}

/** Drops a replay that is not posted. A repeat changes nothing. @throws NotFoundError; RefusedError once it is posted */
export async function cancelReplay(
  ctx: Context,
  { id, reason }: InputOf<typeof api.replays.cancel>,
): Promise<Replay> {
  return withTransaction(ctx, async (tx) => {
    const { status } = await lockReplay(tx, id);
    if (status === 'posting' || status === 'posted') {
      throw new RefusedError(`Replay ${id} is ${status}: correct it by another replay.`, {
        replayId: id,
        status,
      });
    }
    if (status !== 'cancelled') {
      await decide(tx, id, { reason, change: sql`status = 'cancelled'` });
      await recordAudit(tx, {
        action: 'replay.cancelled',
        subject: `replay:${id}`,
        before: { status },
        after: { status: 'cancelled', reason },
      });
    }
    return getReplay(tx, { id });
  });
}

async function begin(
  tx: Context,
  replay: ReplayRow,
  { action, reason }: { action: 'replay.posted' | 'replay.approved'; reason: string | null },
): Promise<Replay> {
  const { id, status } = replay;
  if (status === 'computing' || status === 'cancelled') {
    throw new RefusedError(
      status === 'computing'
        ? 'Its differences are still being worked out.'
        : 'It was cancelled: make a new one.',
      { replayId: id, status },
    );
  }
  if (status === 'proposed') await beginPosting(tx, replay, { action, reason });
  // Whatever became of the job of an earlier request, there is one now.
  if (status === 'posting') await enqueueReplay(tx, id);
  return getReplay(tx, { id });
}

async function beginPosting(
  tx: Context,
  replay: ReplayRow,
  { action, reason }: { action: 'replay.posted' | 'replay.approved'; reason: string | null },
): Promise<void> {
  const { id } = replay;
  if (replay.servers === 0) {
    throw new RefusedError('Nothing differs: there is nothing to post.', { replayId: id });
  }
  const posted = await findPosted(tx);
  if (posted.posting !== null) {
    throw new RefusedError(`Replay ${posted.posting} is being posted: wait until it is done.`, {
      replayId: posted.posting,
    });
  }
  if (posted.count !== replay.postedBefore) {
    await tx.db.execute(sql`
      UPDATE replays SET status = 'computing', looked_through = 0, servers_looked = 0, computed_at = NULL WHERE id = ${id}`);
    await enqueueReplay(tx, id);
    return;
  }
  await decide(tx, id, {
    reason,
    change: sql`status = 'posting', posting_order = (SELECT coalesce(max(posting_order), 0) + 1 FROM replays)`,
  });
  await enqueueReplay(tx, id);
  await recordAudit(tx, {
    action,
    subject: `replay:${id}`,
    before: { status: 'proposed' },
    after: { status: 'posting', moves: formatMoney(replay.moves), reason },
  });
}

async function decide(
  tx: Context,
  id: number,
  { change, reason }: { change: ReturnType<typeof sql>; reason: string | null },
): Promise<void> {
  await tx.db.execute(sql`
    UPDATE replays SET ${change}, decided_by = ${actorKey(tx.actor)}, decided_by_name = ${tx.actor.name},
      decided_at = ${tx.clock.now().toISOString()}::timestamptz, decision_reason = ${reason}
    WHERE id = ${id}`);
}
