import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { addToTotals, chargeRows, correctionRows } from './add-to-totals.ts';

/**
 * Adds the charges of every closed run and the corrections of every posted replay that are not in the roll-ups yet,
 * oldest first, a transaction each. Returns how many this call added. Safe to repeat, and for several at once: a run or
 * replay is marked in the transaction that adds it.
 */
export async function rollUp(ctx: Context, { signal }: { signal?: AbortSignal } = {}): Promise<number> {
  let added = 0;
  while (!signal?.aborted && (await rollUpNextRun(ctx))) added += 1;
  while (!signal?.aborted && (await rollUpNextReplay(ctx))) added += 1;
  return added;
}

/** False when none is left, or when another process has the rest in hand. */
async function rollUpNextRun(ctx: Context): Promise<boolean> {
  return withTransaction(ctx, async (tx) => {
    const { rows } = await tx.db.execute<{ id: number; first_hour: Date | null; until: Date }>(sql`
      UPDATE billing_runs SET rolled_up_at = ${ctx.clock.now().toISOString()}::timestamptz
      WHERE id = (SELECT id FROM billing_runs WHERE rolled_up_at IS NULL AND closed_at IS NOT NULL
        ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING id, first_hour, until`);
    const [run] = rows;
    if (!run) return false;
    // A run without a first hour charged none: cancelled, or nothing was due.
    if (run.first_hour) {
      const [first, until] = [run.first_hour.toISOString(), run.until.toISOString()];
      await addToTotals(
        tx,
        sql`${chargeRows} WHERE c.run_id = ${run.id} AND c.hour >= ${first}::timestamptz AND c.hour < ${until}::timestamptz`,
      );
    }
    return true;
  });
}

async function rollUpNextReplay(ctx: Context): Promise<boolean> {
  return withTransaction(ctx, async (tx) => {
    const { rows } = await tx.db.execute<{ id: number }>(sql`
      UPDATE replays SET rolled_up_at = ${ctx.clock.now().toISOString()}::timestamptz
      WHERE id = (SELECT id FROM replays WHERE rolled_up_at IS NULL AND posted_at IS NOT NULL
        ORDER BY posted_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING id`);
    const [replay] = rows;
    if (!replay) return false;
    await addToTotals(tx, sql`${correctionRows} WHERE c.replay_id = ${replay.id}`);
    return true;
  });
}
