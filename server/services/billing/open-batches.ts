import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { enqueueDrains } from '../../jobs/enqueue.ts';

/** Servers a batch aims at: measured best with two drains (exactness-and-speed §0.5). */
export const SERVERS_PER_BATCH = 5000;

/** What the look before the run brought. */
export interface RunObservation {
  until: Date;
  sweepId: number | null;
  serversSeen: number;
  notSeen: string | null;
  /** How far the panel's clock is ahead of ours; null when it was not told. */
  panelSkewMs: number | null;
}

/**
 * Ends the observing part of a run: cuts the customers with something due into ranges, and wakes the drains of all
 * instances. Of several callers one does it; the others find it done. Returns how many batches there are.
 */
export async function openBatches(ctx: Context, runId: number, observation: RunObservation): Promise<number> {
  return withTransaction(ctx, async (tx) => {
    const { rows: moved } = await tx.db.execute(sql`
      UPDATE billing_runs SET status = 'billing', observed_at = ${tx.clock.now().toISOString()},
        until = ${observation.until.toISOString()}, sweep_id = ${observation.sweepId},
        servers_seen = ${observation.serversSeen}, not_seen = ${observation.notSeen}
      WHERE id = ${runId} AND status = 'observing' RETURNING id`);
    if (moved.length === 0) return 0;
    const { rows: batches } = await tx.db.execute(sql`
      WITH due AS (
        SELECT customer_id, count(*) AS servers, min(billed_until) AS due_from FROM server_meters
        WHERE NOT finished AND billed_until < ${observation.until.toISOString()} GROUP BY customer_id
      ), ranged AS (
        SELECT customer_id, servers, due_from,
          (sum(servers) OVER (ORDER BY customer_id) - servers)::bigint / ${SERVERS_PER_BATCH} AS number FROM due
      )
      INSERT INTO billing_batches (run_id, number, customer_from, customer_to, servers, due_from)
      SELECT ${runId}, row_number() OVER (ORDER BY number), min(customer_id), max(customer_id), sum(servers), min(due_from)
      FROM ranged GROUP BY number RETURNING number`);
    await enqueueDrains(tx, runId, batches.length);
    return batches.length;
  });
}
