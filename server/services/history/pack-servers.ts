import { sql } from 'drizzle-orm';
import type { Micros } from '#shared/billing/money.ts';
import type { Context } from '../../context.ts';
import { type HistoryMonth, rowsInFull, type ServerRange } from './history-month.ts';

/** Fewer equal hours than this take more room as bits than as rows. */
const FEWEST_HOURS = 3;

/** What was packed is not what was charged. Nothing is packed then, and nothing is lost. */
export class PackedDiffersError extends Error {}

export interface Packed {
  charges: number;
  amount: Micros;
}

/**
 * Packs the charges of some servers in a closed month, and proves it, in the caller's transaction: equal hours become
 * one row with a bit an hour, all others are kept as they are. @throws PackedDiffersError when an hour is not restored as it was
 */
export async function packServers(tx: Context, month: HistoryMonth, range: ServerRange): Promise<Packed> {
  await packEqualHours(tx, month, range);
  await keepTheOthers(tx, month, range);
  return provePacked(tx, month, range);
}

async function packEqualHours(tx: Context, month: HistoryMonth, range: ServerRange): Promise<void> {
  const from = month.from.toISOString();
  await tx.db.execute(sql`
    INSERT INTO packed_charges (month, server_id, number, customer_id, package_id, rate_id, terms_id, seconds, weighted,
      capped, in_gap, amount_micros, hours)
    SELECT ${from}::timestamptz, server_id, row_number() OVER (PARTITION BY server_id ORDER BY min(bit)), customer_id, package_id,
      rate_id, terms_id, seconds, weighted, capped, in_gap, amount_micros, bit_or(set_bit(repeat('0', 744)::bit(744), bit, 1))
    FROM (SELECT h.*, (extract(epoch FROM hour - ${from}::timestamptz) / 3600)::integer AS bit, w.id AS wallet
      FROM hourly_charges h LEFT JOIN accounts w ON w.customer_id = h.customer_id WHERE ${rowsInFull(month, range)}) c
    WHERE run_id = (SELECT run_ids FROM packed_months WHERE month = ${from}::timestamptz)[bit + 1]
      AND transaction_id IS NOT DISTINCT FROM CASE WHEN amount_micros <> 0 THEN (SELECT min(t.id)
        FROM transactions t WHERE t.run_id = c.run_id AND t.wallet_account_id = wallet AND t.kind = 'hourly') END
    GROUP BY server_id, customer_id, package_id, rate_id, terms_id, seconds, weighted, capped, in_gap, amount_micros
    HAVING count(*) >= ${FEWEST_HOURS}`);
}

async function keepTheOthers(tx: Context, month: HistoryMonth, range: ServerRange): Promise<void> {
  const from = month.from.toISOString();
  await tx.db.execute(sql`
    INSERT INTO kept_charges SELECT c.* FROM hourly_charges c
    WHERE ${rowsInFull(month, range)} AND NOT EXISTS (SELECT FROM packed_charges p
      WHERE p.month = ${from}::timestamptz AND p.server_id = c.server_id
        AND get_bit(p.hours, (extract(epoch FROM c.hour - ${from}::timestamptz) / 3600)::integer) = 1)`);
}

/** Every hour in full is beside the same hour restored, by the function all readers use, and there is none besides. */
async function provePacked(tx: Context, month: HistoryMonth, range: ServerRange): Promise<Packed> {
  const from = month.from.toISOString();
  const { rows } = await tx.db.execute<{
    differ: string;
    example: string | null;
    charges: string;
    restored: string;
    amount: string;
    amount_restored: string;
  }>(sql`
    SELECT count(*) FILTER (WHERE c IS DISTINCT FROM r)::text AS differ,
      min(format('server %s at %s', coalesce(c.server_id, r.server_id), coalesce(c.hour, r.hour)))
        FILTER (WHERE c IS DISTINCT FROM r) AS example,
      count(c.server_id)::text AS charges, count(r.server_id)::text AS restored,
      coalesce(sum(c.amount_micros), 0)::text AS amount, coalesce(sum(r.amount_micros), 0)::text AS amount_restored
    FROM (SELECT * FROM hourly_charges WHERE ${rowsInFull(month, range)}) c
    FULL JOIN (
      SELECT * FROM unpack_charges(${from}::timestamptz, 0, 743)
      WHERE server_id > ${range.after} AND server_id <= ${range.through}
      UNION ALL SELECT * FROM kept_charges WHERE ${rowsInFull(month, range)}) r
    ON r.hour = c.hour AND r.server_id = c.server_id`);
  const [proof] = rows;
  if (!proof) throw new Error('A count answered with no row');
  if (proof.differ !== '0' || proof.charges !== proof.restored || proof.amount !== proof.amount_restored) {
    throw new PackedDiffersError(
      `${month.name} is not packed: ${proof.differ} hours are not restored as they were, ${proof.example} among them; ${proof.charges} charges of ${proof.amount} micros, restored ${proof.restored} of ${proof.amount_restored}`,
    );
  }
  return { charges: Number(proof.charges), amount: BigInt(proof.amount) };
}
