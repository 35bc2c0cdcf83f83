import { sql } from 'drizzle-orm';
import type { RunProgress } from '#shared/api/runs.ts';
import type { Context } from '../../context.ts';
import { NotFoundError } from '../../errors.ts';
import { forecastEnd } from './forecast-end.ts';

interface ProgressRow extends Record<string, unknown> {
  status: RunProgress['status'];
  closed_at: Date | null;
  observed_at: Date | null;
  servers: number;
  servers_done: number;
  set_aside: number;
  total: number;
  done: number;
  failed: number;
  charges: number;
  amount: bigint;
}

/** How far a run is: one statement over its parts, of which there are some hundreds at most. @throws NotFoundError */
export async function readRunProgress(ctx: Context, runId: number): Promise<RunProgress> {
  const { rows } = await ctx.db.execute<ProgressRow>(sql`
    SELECT r.status, r.closed_at, r.observed_at, b.servers, b.servers_done, b.total, b.done, b.failed,
      CASE WHEN r.closed_at IS NULL THEN b.charges ELSE r.charges END AS charges,
      CASE WHEN r.closed_at IS NULL THEN b.amount ELSE r.amount_micros END AS amount,
      (SELECT count(*)::int FROM run_set_asides WHERE run_id = r.id) AS set_aside
    FROM billing_runs r CROSS JOIN LATERAL (
      SELECT coalesce(sum(servers), 0)::int AS servers,
        coalesce(sum(servers) FILTER (WHERE done_at IS NOT NULL), 0)::int AS servers_done,
        count(*)::int AS total, count(done_at) FILTER (WHERE failed_at IS NULL)::int AS done,
        count(failed_at)::int AS failed, coalesce(sum(charges), 0)::int AS charges,
        coalesce(sum(amount_micros), 0)::bigint AS amount
      FROM billing_batches WHERE run_id = r.id) b
    WHERE r.id = ${runId}`);
  const row = rows[0];
  if (!row) throw new NotFoundError('run', { id: runId });
  const at = ctx.clock.now();
  return {
    runId,
    at,
    status: row.status,
    closedAt: row.closed_at,
    servers: { total: row.servers, done: row.servers_done, setAside: row.set_aside },
    batches: { total: row.total, done: row.done, failed: row.failed },
    charges: row.charges,
    amount: row.amount,
    ...(row.status === 'billing' && row.observed_at
      ? forecastEnd({ since: row.observed_at, at, done: row.servers_done, total: row.servers })
      : { perSecond: null, expectedEnd: null }),
  };
}
