import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { HistoryMonth } from './history-month.ts';

/**
 * Lets the rows in full of a packed month go: their room is free at once, and no other month is locked for it. The
 * database itself refuses it for a month that is not packed. A repeat changes nothing.
 */
export async function emptyMonth(ctx: Context, month: HistoryMonth): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const from = month.from.toISOString();
    const { rows } = await tx.db.execute(sql`
      UPDATE packed_months SET emptied_at = ${tx.clock.now().toISOString()}::timestamptz
      WHERE month = ${from}::timestamptz AND emptied_at IS NULL RETURNING month`);
    if (rows.length === 0) return;
    // Somebody may be reading it for minutes: rather another night than a queue behind us.
    await tx.db.execute(sql`SET LOCAL lock_timeout = '3s'`);
    await tx.db.execute(sql`SELECT empty_charge_month(${from}::timestamptz)`);
    await recordAudit(tx, { action: 'history.emptied', subject: `month:${month.name}` });
  });
}
