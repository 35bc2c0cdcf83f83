import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { enqueueDrains } from '../../jobs/enqueue.ts';
import { type Batch, metersOf } from './claim-batch.ts';
import { recordRunEvent } from './record-run-event.ts';
import { insertSetAsides } from './record-set-asides.ts';
import { onlyOne } from './server-lists.ts';

/** Tries of one batch before it is taken apart; the pause before the next doubles from one second. */
const TRIES = 3;
const FIRST_PAUSE_MS = 1000;

/**
 * Puts a batch that was rolled back aside for a moment; after three tries takes it apart, first by customers, then
 * by servers, until the one that fails stands alone: that one is parked, named, with what went wrong.
 */
export async function failBatch(
  ctx: Context,
  { batch, error }: { batch: Batch; error: unknown },
): Promise<void> {
  const detail = describe(error);
  ctx.log.warn('billing batch rolled back', { runId: batch.runId, batch: batch.number, detail });
  await withTransaction(ctx, async (tx) => {
    const attempts = await countAttempt(tx, batch, detail);
    // Null: another instance has it by now, or finished it.
    if (attempts === null) return;
    await recordRunEvent(tx, {
      runId: batch.runId,
      level: 'warn',
      message: rolledBack(batch, attempts, detail),
    });
    if (attempts < TRIES) return;
    if (await splitBatch(tx, batch)) return;
    await parkBatch(tx, batch, detail);
  });
}

function rolledBack({ number }: Batch, attempts: number, detail: string): string {
  const next =
    attempts < TRIES ? `It is tried again (${attempts} of ${TRIES}).` : 'What fails in it is singled out.';
  return `Part ${number} was rolled back: ${detail.replace(/\.?$/, '.')} ${next}`;
}

async function countAttempt(tx: Context, batch: Batch, detail: string): Promise<number | null> {
  const { rows } = await tx.db.execute<{ attempts: number }>(sql`
    UPDATE billing_batches SET attempts = attempts + 1, last_error = ${detail},
      not_before = ${tx.clock.now().toISOString()}::timestamptz + attempts * ${FIRST_PAUSE_MS} * interval '1 millisecond'
    WHERE (run_id, number) = (SELECT run_id, number FROM billing_batches
      WHERE run_id = ${batch.runId} AND number = ${batch.number} AND steps = ${batch.steps} AND done_at IS NULL
      FOR UPDATE SKIP LOCKED)
    RETURNING attempts`);
  return rows[0]?.attempts ?? null;
}

/** Two halves take the place of the batch. False when there is nothing left to halve. */
async function splitBatch(tx: Context, batch: Batch): Promise<boolean> {
  const { rows } = await tx.db.execute<{ customers: number[]; servers: number[] }>(sql`
    SELECT array_agg(DISTINCT m.customer_id ORDER BY m.customer_id) AS customers,
      array_agg(m.server_id ORDER BY m.server_id) AS servers ${metersOf(batch, batch.until)}`);
  const customers = rows[0]?.customers ?? [];
  const servers = rows[0]?.servers ?? [];
  const halves =
    customers.length > 1
      ? halve(customers).map(([customerFrom, customerTo]) => ({
          customerFrom,
          customerTo,
          serverFrom: null,
          serverTo: null,
        }))
      : servers.length > 1
        ? halve(servers).map(([serverFrom, serverTo]) => ({
            customerFrom: batch.customerFrom,
            customerTo: batch.customerTo,
            serverFrom,
            serverTo,
          }))
        : [];
  if (halves.length === 0) return false;
  await tx.db.execute(sql`
    UPDATE billing_batches SET done_at = ${tx.clock.now().toISOString()}, servers = 0, last_error = 'taken apart: ' || last_error
    WHERE run_id = ${batch.runId} AND number = ${batch.number}`);
  for (const half of halves) await insertHalf(tx, batch, half);
  await enqueueDrains(tx, batch.runId, halves.length);
  return true;
}

type Half = Pick<Batch, 'customerFrom' | 'customerTo' | 'serverFrom' | 'serverTo'>;

async function insertHalf(tx: Context, batch: Batch, half: Half): Promise<void> {
  // One try tells: a half that fails is halved at once, so that finding one server in 5,000 takes 13 tries, not 39.
  await tx.db.execute(sql`
    INSERT INTO billing_batches (run_id, number, customer_from, customer_to, server_from, server_to, due_from, billed_until, attempts, servers)
    SELECT ${batch.runId}, max(number) + 1, ${half.customerFrom}::int, ${half.customerTo}::int, ${half.serverFrom}::int,
      ${half.serverTo}::int, to_timestamp(${batch.dueFrom}::float8), to_timestamp(${batch.billedUntil}::float8), ${TRIES - 1},
      (SELECT count(*) ${metersOf({ ...batch, ...half }, batch.until)})
    FROM billing_batches WHERE run_id = ${batch.runId}`);
}

/** The ends of both halves of an ordered list. */
function halve(ids: readonly number[]): [number, number][] {
  const middle = Math.ceil(ids.length / 2);
  const ends = (part: readonly number[]): [number, number] => [part[0] as number, part.at(-1) as number];
  return [ends(ids.slice(0, middle)), ends(ids.slice(middle))];
}

async function parkBatch(tx: Context, batch: Batch, detail: string): Promise<void> {
  const { rows } = await tx.db.execute<{ server_id: number; since: number }>(sql`
    SELECT m.server_id, extract(epoch FROM m.billed_until)::float8 AS since ${metersOf(batch, batch.until)}`);
  await insertSetAsides(
    tx,
    batch.runId,
    rows.map((row) => ({ servers: onlyOne(row.server_id), reason: 'failed', since: row.since, detail })),
  );
  await recordRunEvent(tx, {
    runId: batch.runId,
    level: 'warn',
    message: `Server ${rows.map((row) => row.server_id).join(', ')} could not be billed and is set aside: ${detail}`,
  });
  const now = tx.clock.now().toISOString();
  await tx.db.execute(sql`
    UPDATE billing_batches SET done_at = ${now}, failed_at = ${now}
    WHERE run_id = ${batch.runId} AND number = ${batch.number}`);
}

/** The innermost message: drizzle wraps what the database said. */
function describe(error: unknown): string {
  let inner = error;
  while (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause;
  return (inner instanceof Error ? inner.message : String(inner)).slice(0, 500);
}
