import { sql } from 'drizzle-orm';
import { HOUR } from '#shared/billing/period.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { enqueueDrains } from '../../jobs/enqueue.ts';

/**
 * Servers a batch aims at. A customer's servers lie all over the table of meters, so every batch touches all of its
 * pages: with 5,000 a run of 100,000 servers took 1.2 times as long, with 25,000 the last batch ran alone.
 */
export const SERVERS_PER_BATCH = 10_000;

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
    // Else what is due of 200,000 customers is sorted on disk, which takes three times as long.
    await tx.db.execute(sql`SET LOCAL work_mem = '64MB'`);
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
    await makePartitions(tx, runId, observation.until);
    await enqueueDrains(tx, runId, batches.length);
    return batches.length;
  });
}

/** Charges of every hour that is due, and of the two months to come, find their partition. */
async function makePartitions(tx: Context, runId: number, until: Date): Promise<void> {
  const ahead = new Date(until.getTime() + 62 * 24 * HOUR * 1000);
  await tx.db.execute(sql`
    SELECT ensure_charge_partitions(
      coalesce((SELECT min(due_from) FROM billing_batches WHERE run_id = ${runId}), ${until.toISOString()}::timestamptz),
      ${ahead.toISOString()}::timestamptz)`);
}
