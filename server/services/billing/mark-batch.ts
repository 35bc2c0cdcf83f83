import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Charged } from './insert-charges.ts';
import type { Step } from './step.ts';

/** Says how far the batch has come, and what it charged so far; at the run's `until` it is done. In the charging transaction. */
export async function markBatch(
  tx: Context,
  { batch, step, decided }: Step,
  charged: Charged,
): Promise<void> {
  const now = tx.clock.now().toISOString();
  let servers = 0;
  for (const decision of decided.decisions) {
    if (decision.statement.charges.length > 0) servers += decision.servers.count;
  }
  await tx.db.execute(sql`
    UPDATE billing_batches SET billed_until = to_timestamp(${step}), steps = steps + 1,
      first_hour = least(first_hour, to_timestamp(${charged.firstHour}::float8)),
      servers_charged = servers_charged + ${servers}, charges = charges + ${charged.charges},
      free_charges = free_charges + ${charged.freeCharges}, billed_seconds = billed_seconds + ${String(charged.seconds)}::bigint,
      amount_micros = amount_micros + ${String(charged.amount)}::bigint, attempts = 0, not_before = NULL, last_error = NULL,
      done_at = CASE WHEN ${step >= batch.until} THEN ${now}::timestamptz END
    WHERE run_id = ${batch.runId} AND number = ${batch.number}`);
}
