import { type SQL, sql } from 'drizzle-orm';
import type { Run } from '#shared/api/runs.ts';
import { divideHalfEven } from '#shared/billing/rounding.ts';
import type { Context } from '../../context.ts';
import { nameOfActor } from '../audit/name-of-actor.ts';
import { decimalText } from './decimal-text.ts';

interface RunRow extends Record<string, unknown> {
  id: number;
  status: Run['status'];
  trigger: Run['trigger'];
  requested_by: string | null;
  until: Date;
  first_hour: Date | null;
  opened_at: Date;
  closed_at: Date | null;
  servers_seen: number;
  servers_billed: number;
  servers_set_aside: number;
  charges: number;
  billed_seconds: bigint;
  amount: bigint;
  not_seen: string | null;
  held_reasons: Run['heldReasons'] | null;
  decided_by: string | null;
  decided_at: Date | null;
  retry_of: number | null;
  total: number;
  done: number;
  failed: number;
}

/**
 * Runs, newest first, with their batches. An open run has no totals of its own yet: its charges, amount and servers
 * set aside are those so far; its servers billed and hours are counted when it closes.
 */
export async function findRuns(
  ctx: Context,
  { where, limit }: { where: SQL; limit: number },
): Promise<Run[]> {
  const { rows } = await ctx.db.execute<RunRow>(sql`
    SELECT r.id, r.status, r.trigger, ${nameOfActor(sql`r.requested_by`)} AS requested_by, r.until, r.opened_at,
      r.closed_at, r.servers_seen, r.servers_billed, r.billed_seconds, r.not_seen,
      r.held_reasons, ${nameOfActor(sql`r.decided_by`)} AS decided_by, r.decided_at, r.retry_of, b.total, b.done, b.failed,
      CASE WHEN r.closed_at IS NULL THEN b.first_hour ELSE r.first_hour END AS first_hour,
      CASE WHEN r.closed_at IS NULL THEN b.charges ELSE r.charges END AS charges,
      CASE WHEN r.closed_at IS NULL THEN b.amount ELSE r.amount_micros END AS amount,
      CASE WHEN r.closed_at IS NULL THEN a.servers ELSE r.servers_set_aside END AS servers_set_aside
    FROM (SELECT * FROM billing_runs r WHERE ${where} ORDER BY r.id DESC LIMIT ${limit}) r
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS total, count(done_at) FILTER (WHERE failed_at IS NULL)::int AS done,
        count(failed_at)::int AS failed, min(first_hour) AS first_hour, coalesce(sum(charges), 0)::int AS charges,
        coalesce(sum(amount_micros), 0)::bigint AS amount
      FROM billing_batches WHERE run_id = r.id) b
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS servers FROM run_set_asides WHERE run_id = r.id AND r.closed_at IS NULL) a
    ORDER BY r.id DESC`);
  return rows.map(runOf);
}

function runOf(row: RunRow): Run {
  return {
    id: row.id,
    status: row.status,
    trigger: row.trigger,
    requestedBy: row.requested_by,
    until: row.until,
    firstHour: row.first_hour,
    openedAt: row.opened_at,
    closedAt: row.closed_at,
    serversSeen: row.servers_seen,
    serversBilled: row.servers_billed,
    serversSetAside: row.servers_set_aside,
    charges: row.charges,
    billedHours: hoursText(row.billed_seconds),
    amount: row.amount,
    notSeen: row.not_seen,
    heldReasons: row.held_reasons ?? [],
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    retryOf: row.retry_of,
    batches: { total: row.total, done: row.done, failed: row.failed },
  };
}

/** Whole seconds as decimal hours, to six decimals: a second is 0.000278 hours. */
export function hoursText(seconds: bigint): string {
  return decimalText(divideHalfEven(seconds * 1_000_000n, 3600n), 6);
}
