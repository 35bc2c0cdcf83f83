import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import {
  enqueueBudgets,
  enqueueCarry,
  enqueueHeartbeat,
  enqueueJudgement,
  enqueueRollUp,
  enqueueRunwayWarnings,
} from '../../jobs/enqueue.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';

/**
 * Closes a run that has no batch left, with totals that its batches took from the very rows they wrote. Returns whether this call
 * closed it. Safe to repeat, and for several at once.
 */
export async function closeRun(ctx: Context, runId: number): Promise<boolean> {
  const { rows } = await ctx.db.execute<{
    status: string;
    charges: number;
    amount: string;
    set_aside: number;
    looked: boolean | null;
  }>(sql`
    WITH ready AS (
      SELECT r.id FROM billing_runs r WHERE r.id = ${runId} AND r.status = 'billing' AND r.closed_at IS NULL
        AND NOT EXISTS (SELECT FROM billing_batches b WHERE b.run_id = r.id AND b.done_at IS NULL)
      FOR UPDATE
    ), total AS (
      SELECT coalesce(sum(charges), 0)::int AS charges, coalesce(sum(free_charges), 0)::int AS free_charges,
        coalesce(sum(amount_micros), 0)::bigint AS amount, coalesce(sum(billed_seconds), 0)::bigint AS seconds,
        min(first_hour) AS first_hour, coalesce(sum(servers_charged), 0)::int AS servers, max(steps) AS steps
      FROM billing_batches WHERE run_id = ${runId}
    ), server AS (
      -- Over several steps a server may have been charged in each, so only then the charges tell how many there were.
      SELECT CASE WHEN total.steps > 1 THEN (SELECT count(DISTINCT server_id) FROM hourly_charges WHERE run_id = ${runId}
          AND EXISTS (SELECT FROM ready) AND hour >= total.first_hour AND hour < (SELECT until FROM billing_runs WHERE id = ${runId}))
        ELSE total.servers END::int AS servers
      FROM total
    ), waiting AS (
      SELECT count(*)::int AS servers, count(*) FILTER (WHERE reason = 'failed')::int AS failed
      FROM run_set_asides WHERE run_id = ${runId}
    )
    UPDATE billing_runs r SET closed_at = ${ctx.clock.now().toISOString()},
      status = CASE WHEN w.failed > 0 THEN 'done_with_failures' ELSE 'done' END,
      charges = t.charges, free_charges = t.free_charges, amount_micros = t.amount, billed_seconds = t.seconds, first_hour = t.first_hour,
      servers_billed = s.servers, servers_set_aside = w.servers
    FROM ready, total t, server s, waiting w WHERE r.id = ready.id
    RETURNING r.status, r.charges, r.amount_micros AS amount, r.servers_set_aside AS set_aside,
      (SELECT complete FROM sweeps WHERE id = r.sweep_id) AS looked`);
  const closed = rows[0];
  if (!closed) return false;
  await enqueueRollUp(ctx);
  await enqueueRunwayWarnings(ctx);
  await enqueueJudgement(ctx);
  await enqueueCarry(ctx);
  await enqueueBudgets(ctx);
  // A good run read VirtFusion whole and failed at no server: only then the watch outside hears of it.
  if (ctx.env.heartbeatUrl !== undefined && closed.status === 'done' && closed.looked)
    await enqueueHeartbeat(ctx);
  if (closed.status === 'done_with_failures') {
    await raiseAlert(ctx, {
      kind: 'server_failed',
      subject: `run:${runId}`,
      message: `Run ${runId} could not bill every server. Its page names them and says what to do; their hours wait.`,
    });
  }
  ctx.log.info('run closed', {
    runId,
    status: closed.status,
    charges: closed.charges,
    amountMicros: closed.amount,
    setAside: closed.set_aside,
  });
  return true;
}
