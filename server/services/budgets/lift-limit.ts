import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { enqueuePower } from '../../jobs/enqueue.ts';
import { monthStart } from '../roll-ups/month-start.ts';

/**
 * The limit allows more: servers that were to be stopped no longer are, and those that ran when it stopped them this
 * month are wanted on again. Any other server is left as it is.
 */
export async function liftLimit(tx: Context, { customerId }: { customerId: number }): Promise<void> {
  const now = tx.clock.now();
  const at = now.toISOString();
  await tx.db.execute(sql`
    UPDATE power_wishes SET version = version + 1, failure = NULL,
      wanted = CASE WHEN was_running THEN 'on' ELSE wanted END,
      status = CASE WHEN was_running THEN 'open' ELSE 'dropped' END,
      ended_at = CASE WHEN was_running THEN NULL ELSE ${at}::timestamptz END,
      asked = 0, asked_at = NULL, look_at = ${at}::timestamptz
    WHERE customer_id = ${customerId} AND month = ${monthStart(now).toISOString()}::timestamptz
      AND wanted = 'off' AND (status = 'open' OR (status = 'done' AND was_running))`);
  await enqueuePower(tx);
}
