import { sql } from 'drizzle-orm';
import type { Micros } from '#shared/billing/money.ts';
import type { Context } from '../../context.ts';
import type { Step } from './step.ts';

/** Says how far the batch has come; at the run's `until` it is done. In the charging transaction. */
export async function markBatch(
  tx: Context,
  { batch, step }: Step,
  totals: { charges: number; amount: Micros; firstHour: number | null },
): Promise<void> {
  const now = tx.clock.now().toISOString();
  await tx.db.execute(sql`
    UPDATE billing_batches SET billed_until = to_timestamp(${step}), steps = steps + 1,
      first_hour = least(first_hour, to_timestamp(${totals.firstHour}::float8)),
      charges = charges + ${totals.charges}, amount_micros = amount_micros + ${String(totals.amount)}::bigint,
      attempts = 0, not_before = NULL, last_error = NULL,
      done_at = CASE WHEN ${step >= batch.until} THEN ${now}::timestamptz END
    WHERE run_id = ${batch.runId} AND number = ${batch.number}`);
}
