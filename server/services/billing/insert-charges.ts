import { sql } from 'drizzle-orm';
import type { Micros } from '#shared/billing/money.ts';
import type { HourCharge } from '#shared/billing/statement.ts';
import type { Context } from '../../context.ts';
import { OWN_CUSTOMER } from './cohort.ts';
import type { Decision } from './decide-statements.ts';
import { serversOf } from './server-lists.ts';

/** What one customer owes for the hours of one transaction. */
export interface Bill {
  /** The number of the ledger transaction to come: the charges point to it already. */
  transactionId: number;
  customerId: number;
  amount: Micros;
  /** Server-hours that cost something. */
  hours: number;
}

/**
 * Writes the charges of all servers decided upon, and answers what each customer owes for them; those who owe nothing
 * are left out. One statement. A charge that is there already means that a meter lags behind it, and is an error.
 */
export async function insertCharges(
  tx: Context,
  runId: number,
  decisions: readonly Decision[],
): Promise<Bill[]> {
  const charged = decisions.filter(({ statement }) => statement.charges.length > 0);
  if (charged.length === 0) return [];
  const hours = charged.flatMap(({ statement }, list) =>
    statement.charges.map((charge) => ({ list, charge })),
  );
  const column = <T>(pick: (charge: HourCharge) => T) => sql.param(hours.map(({ charge }) => pick(charge)));
  const { rows } = await tx.db.execute<{
    id: bigint;
    customer_id: number;
    amount: bigint;
    hours: number;
  }>(sql`
    WITH hour AS (
      SELECT * FROM unnest(${sql.param(hours.map(({ list }) => list))}::int[], ${column((c) => c.hour)}::float8[],
        ${column((c) => c.customerId)}::int[], ${column((c) => c.packageId)}::int[], ${column((c) => c.rateId)}::int[],
        ${column((c) => c.termsId)}::int[], ${column((c) => c.seconds)}::int[], ${column((c) => c.weighted)}::int[],
        ${column((c) => c.capped)}::int[], ${column((c) => c.amount)}::bigint[], ${column((c) => c.inGap)}::boolean[])
        AS t(list, hour, customer_id, package_id, rate_id, terms_id, seconds, weighted, capped, amount, in_gap)
    ), owed AS (
      SELECT to_timestamp(h.hour) AS hour, s.server_id,
        CASE h.customer_id WHEN ${OWN_CUSTOMER} THEN s.customer_id ELSE h.customer_id END AS customer_id, h.package_id,
        h.rate_id, h.terms_id, h.seconds, h.weighted, h.capped, h.amount, h.in_gap
      FROM ${serversOf(
        's',
        charged.map(({ servers }) => servers),
      )} JOIN hour h USING (list)
    ), bill AS (
      SELECT nextval(pg_get_serial_sequence('transactions', 'id')) AS id, customer_id, amount, hours
      FROM (SELECT customer_id, sum(amount)::bigint AS amount, count(*)::int AS hours
            FROM owed WHERE amount <> 0 GROUP BY customer_id ORDER BY customer_id) b
    ), charged AS (
      INSERT INTO hourly_charges (hour, server_id, customer_id, package_id, rate_id, terms_id, run_id, seconds, weighted,
        capped, amount_micros, in_gap, transaction_id)
      SELECT o.hour, o.server_id, o.customer_id, o.package_id, o.rate_id, o.terms_id, ${runId}, o.seconds, o.weighted,
        o.capped, o.amount, o.in_gap, CASE WHEN o.amount <> 0 THEN b.id END
      FROM owed o LEFT JOIN bill b ON b.customer_id = o.customer_id
      ORDER BY o.hour, o.server_id -- as the key has it, so that its index grows at its end
    )
    SELECT id, customer_id, amount, hours FROM bill`);
  return rows.map((row) => ({
    transactionId: Number(row.id),
    customerId: row.customer_id,
    amount: row.amount,
    hours: row.hours,
  }));
}
