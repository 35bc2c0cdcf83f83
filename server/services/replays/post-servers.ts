import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { enqueueRollUp } from '../../jobs/enqueue.ts';
import { lockWallets, type Wallet } from '../ledger/lock-wallets.ts';
import { postCorrections } from './post-corrections.ts';
import { differenceOf, periodsText, SERVERS_AT_A_TIME } from './propose-servers.ts';
import { lockReplay } from './replay-rows.ts';
import { sumReplay } from './sum-replay.ts';
import { type WorkedOutServer, workOutServers } from './work-out-servers.ts';

/**
 * Posts a replay for its next servers, in one transaction: lock, work out anew on the books of now, write corrections,
 * counts and ledger. A crash leaves nothing of it, and a repeat goes on after the last one that was committed.
 */
export async function postServers(ctx: Context, replayId: number): Promise<'more' | 'done'> {
  return withTransaction(ctx, async (tx) => {
    const replay = await lockReplay(tx, replayId);
    if (replay.status !== 'posting') return 'done';
    const serverIds = await nextServers(tx, replayId);
    if (serverIds.length === 0) {
      await finish(tx, replayId);
      return 'done';
    }
    // Before deciding, in statements of their own: billing bills no server whose wallet is held here.
    const wallets = await lockThoseWhoPaid(tx, serverIds);
    const worked = await workOutServers(tx, replay, serverIds);
    await markServers(tx, replayId, { serverIds, worked });
    const posted = worked.filter(({ problem }) => problem === null);
    await moveCounts(tx, posted);
    await postCorrections(tx, { replay, servers: posted, wallets });
    await tx.db.execute(sql`UPDATE replays SET steps = steps + 1 WHERE id = ${replayId}`);
    return 'more';
  });
}

async function nextServers(tx: Context, replayId: number): Promise<number[]> {
  const { rows } = await tx.db.execute<{ server_id: number }>(sql`
    SELECT server_id FROM replay_servers WHERE replay_id = ${replayId} AND posted_at IS NULL AND problem IS NULL
    ORDER BY customer_id, server_id LIMIT ${SERVERS_AT_A_TIME}`);
  return rows.map((row) => row.server_id);
}

/** The owners of now and those of then. @throws Error when a server changed hands meanwhile: the job tries again. */
async function lockThoseWhoPaid(tx: Context, serverIds: readonly number[]): Promise<Map<number, Wallet>> {
  const ids = sql.param([...serverIds]);
  const owners = sql`SELECT customer_id FROM server_meters WHERE server_id = ANY(${ids}::int[])`;
  const { rows } = await tx.db.execute<{ customer_id: number }>(sql`
    ${owners} UNION SELECT customer_id FROM uptime_stretches WHERE server_id = ANY(${ids}::int[])`);
  const wallets = await lockWallets(
    tx,
    rows.map((row) => row.customer_id),
  );
  const { rows: now } = await tx.db.execute<{ customer_id: number }>(owners);
  if (now.every((row) => wallets.has(row.customer_id))) return wallets;
  throw new Error('A server of the replay changed hands while its wallets were locked');
}

/** What is said of each server is what is posted; where nothing differs any more, nothing is said. */
async function markServers(
  tx: Context,
  replayId: number,
  { serverIds, worked }: { serverIds: readonly number[]; worked: readonly WorkedOutServer[] },
): Promise<void> {
  const differ = new Set(worked.map(({ serverId }) => serverId));
  const same = serverIds.filter((serverId) => !differ.has(serverId));
  await tx.db.execute(sql`
    DELETE FROM replay_servers WHERE replay_id = ${replayId} AND server_id = ANY(${sql.param(same)}::int[])`);
  const column = <T>(pick: (server: WorkedOutServer) => T) => sql.param(worked.map(pick));
  await tx.db.execute(sql`
    UPDATE replay_servers s SET hours = t.hours, first_hour = to_timestamp(t.first_hour), before_micros = t.before,
      difference_micros = t.difference, periods = t.periods::jsonb, problem = t.problem,
      posted_at = CASE WHEN t.problem IS NULL THEN ${tx.clock.now().toISOString()}::timestamptz END,
      billed_until = to_timestamp(t.billed_until)
    FROM unnest(${column((s) => s.serverId)}::int[], ${column((s) => s.differences.length)}::int[],
      ${column((s) => s.differences[0]?.hour ?? null)}::float8[], ${column((s) => s.before)}::bigint[],
      ${column(differenceOf)}::bigint[], ${column(periodsText)}::text[], ${column((s) => s.problem)}::text[],
      ${column((s) => s.billedUntil)}::float8[])
      AS t(server_id, hours, first_hour, before, difference, periods, problem, billed_until)
    WHERE s.replay_id = ${replayId} AND s.server_id = t.server_id`);
}

/** The running month goes on from the corrected counts: later hours cost what they would have, had all been right. */
async function moveCounts(tx: Context, servers: readonly WorkedOutServer[]): Promise<void> {
  const moved = servers.flatMap(({ serverId, months }) =>
    months.map(({ month, cappedWeighted, counts: [first, ...others] }) => ({
      serverId,
      month,
      cappedWeighted,
      first,
      others:
        others.length === 0
          ? null
          : JSON.stringify(others.map((c) => [c.rateId, c.hoursPerMonth, c.weighted])),
    })),
  );
  if (moved.length === 0) return;
  const column = <T>(pick: (row: (typeof moved)[number]) => T) => sql.param(moved.map(pick));
  await tx.db.execute(sql`
    UPDATE server_meters m SET rate_id = t.rate_id, hours_per_month = t.hours_per_month,
      weighted = coalesce(t.weighted, 0), capped_weighted = t.capped_weighted, other_counts = t.others::jsonb
    FROM unnest(${column((r) => r.serverId)}::int[], ${column((r) => r.month)}::float8[],
      ${column((r) => r.first?.rateId ?? null)}::int[], ${column((r) => r.first?.hoursPerMonth ?? null)}::int[],
      ${column((r) => r.first?.weighted ?? null)}::bigint[], ${column((r) => r.cappedWeighted)}::bigint[],
      ${column((r) => r.others)}::text[])
      AS t(server_id, month, rate_id, hours_per_month, weighted, capped_weighted, others)
    WHERE m.server_id = t.server_id AND m.month = to_timestamp(t.month)`);
}

async function finish(tx: Context, replayId: number): Promise<void> {
  await sumReplay(tx, replayId);
  await tx.db.execute(sql`
    UPDATE replays SET status = 'posted', posted_at = ${tx.clock.now().toISOString()}::timestamptz
    WHERE id = ${replayId}`);
  await enqueueRollUp(tx);
  tx.log.info('replay posted', { replayId });
}
