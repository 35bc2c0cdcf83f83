import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';

/** A range of customers, or a part of one customer's servers, as its claim found it. */
export interface Batch {
  runId: number;
  number: number;
  customerFrom: number;
  customerTo: number;
  serverFrom: number | null;
  serverTo: number | null;
  /** The earliest hour due in it; null in batches made by an earlier release. */
  dueFrom: number | null;
  billedUntil: number | null;
  servers: number;
  steps: number;
  /** The run's, in epoch seconds. */
  until: number;
}

/** The first half of the advisory locks that are hands; the second is their number. */
const HAND_LOCKS = 7104;

/**
 * Takes the next free batch for as long as the transaction lasts; the claim dies with the connection. Null when there is
 * none, or when as many are in hand, of all processes, as the database is to bear: more only get in each other's way.
 */
export async function claimBatch(ctx: Context, runId: number): Promise<Batch | null> {
  const { rows } = await ctx.db.execute<Record<string, number | null>>(sql`
    WITH hand AS MATERIALIZED (SELECT n FROM generate_series(1, ${ctx.env.billingHands}::int) n
      WHERE pg_try_advisory_xact_lock(${HAND_LOCKS}, n) LIMIT 1)
    SELECT b.number, b.customer_from, b.customer_to, b.server_from, b.server_to,
      extract(epoch FROM b.due_from)::float8 AS due_from, extract(epoch FROM b.billed_until)::float8 AS billed_until,
      b.servers, b.steps, extract(epoch FROM r.until)::float8 AS until
    FROM hand, billing_batches b JOIN billing_runs r ON r.id = b.run_id
    WHERE b.run_id = ${runId} AND r.status = 'billing' AND b.done_at IS NULL
      AND (b.not_before IS NULL OR b.not_before <= ${ctx.clock.now().toISOString()})
    ORDER BY b.number LIMIT 1 FOR UPDATE OF b SKIP LOCKED`);
  const row = rows[0];
  if (!row) return null;
  return {
    runId,
    number: row.number as number,
    customerFrom: row.customer_from as number,
    customerTo: row.customer_to as number,
    serverFrom: row.server_from ?? null,
    serverTo: row.server_to ?? null,
    dueFrom: row.due_from ?? null,
    billedUntil: row.billed_until ?? null,
    servers: row.servers as number,
    steps: row.steps as number,
    until: row.until as number,
  };
}

/** The meters a batch may touch: due in its run, and not set aside in it already. */
export function metersOf(batch: Batch, before: number) {
  return sql`FROM server_meters m WHERE ${inRange(batch)} AND NOT m.finished AND m.billed_until < to_timestamp(${before})
      AND m.server_id NOT IN (SELECT a.server_id FROM run_set_asides a WHERE a.run_id = ${batch.runId})`;
}

/** A meter `m` lies in the range of the batch. A look may move it to another customer at any time. */
export function inRange({ customerFrom, customerTo, serverFrom, serverTo }: Batch): SQL {
  const servers = serverFrom === null ? sql`` : sql`AND m.server_id BETWEEN ${serverFrom} AND ${serverTo}`;
  return sql`m.customer_id BETWEEN ${customerFrom} AND ${customerTo} ${servers}`;
}
