import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { ConflictError } from '../../errors.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { findMonthFacts } from './find-month-facts.ts';
import type { HistoryMonth } from './history-month.ts';
import { whyNotPacked } from './why-not-packed.ts';

/** One packing of a month at a time, over all instances. */
const PACKING = 7004;

/** Charges of an hour that are looked at to tell which run charged it: any answer is right, the usual one is small. */
const CHARGES_LOOKED_AT = 1000;

/**
 * Closes a month for good, so that what is packed of it stays all there is: an insert into it is refused from now on.
 * Readers go on. A month that is closed already is left as it is. @throws ConflictError with why it may not be closed
 */
export async function closeMonth(ctx: Context, month: HistoryMonth): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    await tx.db.execute(sql`SELECT pg_advisory_xact_lock(${PACKING})`);
    if (await isClosed(tx, month)) return;
    await tx.db.execute(sql`SET LOCAL lock_timeout = '3s'`);
    await lockRows(tx, month);
    const reason = whyNotPacked(month, await findMonthFacts(tx, month));
    if (reason) throw new ConflictError(`${month.name} cannot be packed. ${reason}`);
    const from = month.from.toISOString();
    await tx.db.execute(sql`
      INSERT INTO packed_months (month, closed_at, run_ids)
      SELECT ${from}::timestamptz, ${tx.clock.now().toISOString()}::timestamptz, array_agg(coalesce(usual.run_id, 0) ORDER BY hour)
      FROM generate_series(${from}::timestamptz, ${month.until.toISOString()}::timestamptz - interval '1 hour', interval '1 hour') AS hour
      LEFT JOIN LATERAL (SELECT mode() WITHIN GROUP (ORDER BY run_id) AS run_id FROM (
        SELECT run_id FROM hourly_charges c WHERE c.hour = hour.hour LIMIT ${CHARGES_LOOKED_AT}) looked_at) usual ON true`);
    await tx.db.execute(sql`SELECT close_charge_month(${from}::timestamptz)`);
    await recordAudit(tx, { action: 'history.closed', subject: `month:${month.name}` });
  });
}

async function isClosed(tx: Context, month: HistoryMonth): Promise<boolean> {
  const { rows } = await tx.db.execute(
    sql`SELECT FROM packed_months WHERE month = ${month.from.toISOString()}::timestamptz`,
  );
  return rows.length > 0;
}

/** Waits for whoever is writing a charge of this month, and lets nobody begin; readers are not in the way. */
async function lockRows(tx: Context, month: HistoryMonth): Promise<void> {
  await tx.db.execute(sql`SELECT lock_charge_month(${month.from.toISOString()}::timestamptz)`);
}
