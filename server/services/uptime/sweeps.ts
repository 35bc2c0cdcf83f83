import { sql } from 'drizzle-orm';
import type { Instant } from '#shared/billing/period.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { AppError } from '../../errors.ts';

export type SweepReason = 'schedule' | 'run' | 'start';

/** What a pass over the list found. */
export interface SweepCounts {
  pages: number;
  servers: number;
  changed: number;
  calls: number;
  skewMs: number | null;
}

/** Epoch seconds of complete sweeps; both null before the first. */
export interface CompleteSweeps {
  first: Instant | null;
  last: Instant | null;
}

export async function findCompleteSweeps(ctx: Context): Promise<CompleteSweeps> {
  const { rows } = await ctx.db.execute<{ first: number | null; last: number | null }>(sql`
    SELECT extract(epoch FROM min(started_at))::float8 AS first, extract(epoch FROM max(started_at))::float8 AS last
    FROM sweeps WHERE complete`);
  return { first: rows[0]?.first ?? null, last: rows[0]?.last ?? null };
}

/** Held shared by each transaction that writes for a sweep, and alone by the one that opens the next. */
const wordLock = 7_102;

/**
 * Begins a sweep, which takes the word from every earlier one: it waits for what they are writing, and from then on
 * `requireWord` refuses them. One left unfinished belongs to a process that is gone, asleep, or lost the sweep lock.
 */
export function openSweep(
  ctx: Context,
  { startedAt, reason }: { startedAt: Instant; reason: SweepReason },
): Promise<number> {
  return withTransaction(ctx, async (tx) => {
    // Longer than the database lets a process hang that stopped in the middle of writing.
    await tx.db.execute(sql`SELECT set_config('lock_timeout', '45s', true)`);
    await tx.db.execute(sql`SELECT pg_advisory_xact_lock(${wordLock}::bigint)`);
    return insertSweep(tx, { startedAt, reason });
  });
}

/**
 * In the transaction that writes what a sweep saw: refuses it once a newer sweep has begun, and keeps newer ones
 * waiting until it ends. So a process that slept, or lost only its sweep lock, writes nothing late, and each sweep
 * finds all that earlier ones will ever have written.
 * @throws AppError 'virtfusion_failed' when the word is another's
 */
export async function requireWord(tx: Context, sweepId: number): Promise<void> {
  // Two statements: the second must see what was committed while the first waited.
  await tx.db.execute(sql`SELECT pg_advisory_xact_lock_shared(${wordLock}::bigint)`);
  const { rows } = await tx.db.execute(sql`SELECT FROM sweeps WHERE id > ${sweepId} LIMIT 1`);
  if (rows.length === 0) return;
  throw new AppError(
    'virtfusion_failed',
    'Another look at the servers began while this one was asleep or cut off. What this one saw since is not kept.',
    { facts: { sweepId, instance: tx.instance } },
  );
}

/** In a transaction that writes what was seen apart from any sweep: keeps the next one waiting until it ends. */
export async function speakBetweenSweeps(tx: Context): Promise<void> {
  await tx.db.execute(sql`SELECT pg_advisory_xact_lock_shared(${wordLock}::bigint)`);
}

async function insertSweep(
  tx: Context,
  { startedAt, reason }: { startedAt: Instant; reason: SweepReason },
): Promise<number> {
  const { rows } = await tx.db.execute<{ id: number }>(sql`
    WITH abandoned AS (
      UPDATE sweeps SET finished_at = ${tx.clock.now().toISOString()}::timestamptz,
        failure = 'The process that was sweeping ended, or another took over from it.' WHERE finished_at IS NULL)
    INSERT INTO sweeps (started_at, reason) VALUES (to_timestamp(${startedAt}::float8), ${reason}) RETURNING id`);
  const row = rows[0];
  if (!row) throw new Error('an insert that returns its id returns one row');
  return row.id;
}

/** Says how it ended, once: one that a newer sweep closed stays as it is. */
export async function finishSweep(
  tx: Context,
  sweep: SweepCounts & { id: number; complete: boolean; failure: string | null },
): Promise<void> {
  await tx.db.execute(sql`
    UPDATE sweeps SET finished_at = ${tx.clock.now().toISOString()}::timestamptz, complete = ${sweep.complete},
      failure = ${sweep.failure}, pages = ${sweep.pages}, servers = ${sweep.servers}, changed = ${sweep.changed},
      calls = ${sweep.calls}, panel_skew_ms = ${sweep.skewMs}
    WHERE id = ${sweep.id} AND finished_at IS NULL`);
}

export interface FinishedSweep {
  sweepId: number;
  startedAt: Date;
  servers: number;
  changed: number;
  calls: number;
  failure: string | null;
  skewMs: number | null;
}

/** The newest complete sweep that began at `notBefore` or later. */
export async function findSweepSince(ctx: Context, notBefore: Date): Promise<FinishedSweep | null> {
  const { rows } = await ctx.db.execute<Record<string, number> & { failure: string | null }>(sql`
    SELECT id, extract(epoch FROM started_at)::float8 AS at, servers, changed, calls, failure, panel_skew_ms AS skew
    FROM sweeps WHERE complete AND started_at >= ${notBefore.toISOString()}::timestamptz
    ORDER BY started_at DESC, id DESC LIMIT 1`);
  const row = rows[0];
  if (!row) return null;
  return {
    sweepId: row.id as number,
    startedAt: new Date((row.at as number) * 1000),
    servers: row.servers as number,
    changed: row.changed as number,
    calls: row.calls as number,
    failure: row.failure,
    skewMs: row.skew ?? null,
  };
}
