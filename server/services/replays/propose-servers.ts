import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { nextCandidates } from './find-candidates.ts';
import { findPosted } from './find-posted.ts';
import { lockReplay, type ReplayRow } from './replay-rows.ts';
import { sumReplay } from './sum-replay.ts';
import { type WorkedOutServer, workOutServers } from './work-out-servers.ts';

/** Servers worked out in one transaction: a month of each is in memory at once. */
export const SERVERS_AT_A_TIME = 100;

/**
 * Works out the next servers of a replay and writes what it would change for them; after the last one it is proposed.
 * Waits while another replay is posted, and begins again when one was: its differences are those of the books as they
 * are. Safe to repeat.
 */
export async function proposeServers(ctx: Context, replayId: number): Promise<'more' | 'wait' | 'done'> {
  return withTransaction(ctx, async (tx) => {
    const replay = await lockReplay(tx, replayId);
    if (replay.status !== 'computing') return 'done';
    const posted = await findPosted(tx);
    if (posted.posting !== null) return 'wait';
    const isNew = replay.lookedThrough === 0 || replay.postedBefore !== posted.count;
    if (isNew) await beginAnew(tx, replayId, posted.count);
    const after = isNew ? 0 : replay.lookedThrough;
    const serverIds = await nextCandidates(tx, wishOf(replay), { after, limit: SERVERS_AT_A_TIME });
    const last = serverIds.at(-1);
    if (last === undefined) {
      await propose(tx, replayId);
      return 'done';
    }
    await insertServers(tx, replayId, await workOutServers(tx, replay, serverIds));
    await tx.db.execute(sql`
      UPDATE replays SET looked_through = ${last}, servers_looked = servers_looked + ${serverIds.length}
      WHERE id = ${replayId}`);
    return 'more';
  });
}

function wishOf({ from, scope, scopeId }: ReplayRow) {
  const since = new Date(from * 1000);
  return scope === 'all' || scopeId === null
    ? { from: since, scope: { kind: 'all' as const } }
    : { from: since, scope: { kind: scope, id: scopeId } };
}

async function beginAnew(tx: Context, replayId: number, postedBefore: number): Promise<void> {
  await tx.db.execute(sql`DELETE FROM replay_servers WHERE replay_id = ${replayId}`);
  await tx.db.execute(sql`
    UPDATE replays SET looked_through = 0, servers_looked = 0, posted_before = ${postedBefore} WHERE id = ${replayId}`);
}

async function propose(tx: Context, replayId: number): Promise<void> {
  await sumReplay(tx, replayId);
  await tx.db.execute(sql`
    UPDATE replays SET status = 'proposed', computed_at = ${tx.clock.now().toISOString()}::timestamptz
    WHERE id = ${replayId}`);
}

async function insertServers(
  tx: Context,
  replayId: number,
  servers: readonly WorkedOutServer[],
): Promise<void> {
  if (servers.length === 0) return;
  const column = <T>(pick: (server: WorkedOutServer) => T) => sql.param(servers.map(pick));
  await tx.db.execute(sql`
    INSERT INTO replay_servers (replay_id, server_id, customer_id, hours, first_hour, before_micros, difference_micros,
      periods, problem)
    SELECT ${replayId}, server_id, customer_id, hours, to_timestamp(first_hour), before, difference, periods::jsonb, problem
    FROM unnest(${column((s) => s.serverId)}::int[], ${column(payerOf)}::int[],
      ${column((s) => s.differences.length)}::int[], ${column((s) => s.differences[0]?.hour ?? null)}::float8[],
      ${column((s) => s.before)}::bigint[], ${column(differenceOf)}::bigint[], ${column(periodsText)}::text[],
      ${column((s) => s.problem)}::text[])
      AS t(server_id, customer_id, hours, first_hour, before, difference, periods, problem)`);
}

/** Whose money it is: of a server that changed hands, whoever was charged last among the hours that differ. */
function payerOf({ differences, customerId }: WorkedOutServer): number {
  return differences.at(-1)?.customerId ?? customerId;
}

/** What the server's hours cost more; below nothing when they cost less. */
export function differenceOf({ differences }: WorkedOutServer): bigint {
  return differences.reduce((total, { amount }) => total + amount, 0n);
}

/** The hours of the change as they are stored. */
export function periodsText({ periods }: WorkedOutServer): string {
  return JSON.stringify(periods.map(({ from, until }) => [from, until]));
}
