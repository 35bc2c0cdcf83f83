import { sql } from 'drizzle-orm';
import type { Instant } from '#shared/billing/period.ts';
import type { ServerState, Stretch } from '#shared/billing/statement.ts';
import type { Context } from '../../context.ts';
import { type GapTerms, resolveOpen, type SweepTimes, sweepTimes } from './resolve-open.ts';
import { rowsAsTable } from './rows-as-table.ts';

interface StretchRow extends Record<string, unknown> {
  server_id: number;
  first_seen: number;
  last_seen: number | null;
  state: ServerState;
  customer_id: number;
}

/** A server, and from when on its past is asked for, in epoch seconds. */
export interface AskedServer {
  serverId: number;
  from: Instant;
}

/**
 * What was seen of these servers, of each from its own `from` on: all stretches that reach beyond it, and the last one
 * before it where none does, in order. Three statements whatever the number of servers; those never seen have no entry.
 * One that waits since months does not make the others' months be read.
 */
export async function stretchesOf(
  ctx: Context,
  asked: readonly AskedServer[],
): Promise<Map<number, Stretch[]>> {
  if (asked.length === 0) return new Map();
  const froms = new Map(asked.map(({ serverId, from }) => [serverId, from]));
  const rows = await findStretches(ctx, asked);
  const times = await findSweepTimes(ctx, earliestOf(asked));
  const stretches = new Map<number, Stretch[]>();
  for (const row of rows) {
    const own = stretches.get(row.server_id);
    const resolved = resolve(row, { times, from: froms.get(row.server_id) ?? row.first_seen });
    if (own) own.push(...resolved);
    else stretches.set(row.server_id, resolved);
  }
  return stretches;
}

function earliestOf(asked: readonly AskedServer[]): Instant {
  return asked.reduce((least, { from }) => Math.min(least, from), Number.MAX_SAFE_INTEGER);
}

function resolve(row: StretchRow, { times, from }: { times: SweepTimes; from: Instant }): Stretch[] {
  const { first_seen: firstSeenAt, last_seen: lastSeenAt, state, customer_id: customerId } = row;
  if (lastSeenAt !== null) return [{ from: firstSeenAt, until: lastSeenAt, state, customerId }];
  const resolved = resolveOpen({ firstSeenAt, lastSeenAt, state, customerId }, times);
  // Of pieces before `from` the last is enough.
  const begins = resolved.findLastIndex((stretch) => stretch.from <= from);
  return begins > 0 ? resolved.slice(begins) : resolved;
}

async function findStretches(ctx: Context, asked: readonly AskedServer[]): Promise<StretchRow[]> {
  const { rows } = await ctx.db.execute<StretchRow>(sql`
    SELECT u.server_id, extract(epoch FROM u.first_seen_at)::float8 AS first_seen,
      extract(epoch FROM u.last_seen_at)::float8 AS last_seen, u.state, u.customer_id
    FROM ${rowsAsTable('asked', asked, { id: ['int', (a) => a.serverId], since: ['float8', (a) => a.from] })}
    CROSS JOIN LATERAL (SELECT max(b.first_seen_at) AS begins FROM uptime_stretches b
      WHERE b.server_id = asked.id AND b.first_seen_at <= to_timestamp(asked.since)) last
    JOIN uptime_stretches u ON u.server_id = asked.id
      AND u.first_seen_at >= coalesce(last.begins, '-infinity'::timestamptz)
    ORDER BY u.server_id, u.first_seen_at`);
  return rows;
}

/** Complete sweeps after `from`, and the last one before it; what an open stretch saw earlier is of no matter here. */
export async function findSweepTimes(ctx: Context, from: Instant): Promise<SweepTimes> {
  const { rows } = await ctx.db.execute<{ started: number }>(sql`
    SELECT extract(epoch FROM started_at)::float8 AS started FROM sweeps
    WHERE complete AND started_at >= coalesce((SELECT max(started_at) FROM sweeps
      WHERE complete AND started_at <= to_timestamp(${from})), '-infinity'::timestamptz)
    ORDER BY started_at`);
  return sweepTimes(
    rows.map((row) => row.started),
    { terms: await findGapTerms(ctx), since: from },
  );
}

async function findGapTerms(ctx: Context): Promise<GapTerms[]> {
  const { rows } = await ctx.db.execute<{ at: number; seconds: number }>(sql`
    SELECT extract(epoch FROM effective_from)::float8 AS at, max_gap_seconds AS seconds
    FROM billing_terms ORDER BY effective_from`);
  return rows.map((row) => ({ from: row.at, maxGapSeconds: row.seconds }));
}
