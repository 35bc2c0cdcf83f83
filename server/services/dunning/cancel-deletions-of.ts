import { sql } from 'drizzle-orm';
import { actorKey, type Context } from '../../context.ts';
import { idList } from '../uptime/rows-as-table.ts';

/** Takes back the deletions asked for of customers who are not suspended any more: none of them may be confirmed. */
export async function cancelDeletionsOf(tx: Context, customerIds: readonly number[]): Promise<void> {
  if (customerIds.length === 0) return;
  await tx.db.execute(sql`
    UPDATE server_deletions SET cancelled_at = ${tx.clock.now().toISOString()}::timestamptz,
      cancelled_by = ${actorKey(tx.actor)}, cancel_reason = 'Its customer is not suspended any more'
    WHERE customer_id = ANY(${idList(customerIds)}) AND confirmed_at IS NULL AND cancelled_at IS NULL`);
}
