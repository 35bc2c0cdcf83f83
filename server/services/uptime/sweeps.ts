import { sql } from 'drizzle-orm';
import type { Instant } from '#shared/billing/period.ts';
import type { Context } from '../../context.ts';

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

/** Begins a sweep. One left unfinished belongs to a process that is gone: whoever sweeps holds the only lock. */
export async function openSweep(
  ctx: Context,
  { startedAt, reason }: { startedAt: Instant; reason: SweepReason },
): Promise<number> {
  const { rows } = await ctx.db.execute<{ id: number }>(sql`
    WITH abandoned AS (
      UPDATE sweeps SET finished_at = ${ctx.clock.now().toISOString()}::timestamptz,
        failure = 'The process that was sweeping ended.' WHERE finished_at IS NULL)
    INSERT INTO sweeps (started_at, reason) VALUES (to_timestamp(${startedAt}::float8), ${reason}) RETURNING id`);
  const row = rows[0];
  if (!row) throw new Error('an insert that returns its id returns one row');
  return row.id;
}

export async function finishSweep(
  tx: Context,
  sweep: SweepCounts & { id: number; complete: boolean; failure: string | null },
): Promise<void> {
  await tx.db.execute(sql`
    UPDATE sweeps SET finished_at = ${tx.clock.now().toISOString()}::timestamptz, complete = ${sweep.complete},
      failure = ${sweep.failure}, pages = ${sweep.pages}, servers = ${sweep.servers}, changed = ${sweep.changed},
      calls = ${sweep.calls}, panel_skew_ms = ${sweep.skewMs}
    WHERE id = ${sweep.id}`);
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
