import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { type Difference, findDifferences } from '../ledger/find-differences.ts';

/**
 * What was captured, less what refunds and disputes took, is what the ledger moved for each top-up; what was never
 * captured moved nothing; and no such transaction is without its top-up. Amounts in micros.
 */
export async function movementDifferences(
  ctx: Context,
): Promise<{ differences: Difference[]; checked: number }> {
  const differences = await findDifferences(
    ctx,
    sql`
    WITH moved AS (
      SELECT m.top_up_id, sum(CASE WHEN t.to_account_id = t.wallet_account_id THEN t.amount_micros ELSE -t.amount_micros END) AS amount,
        min(a.customer_id) AS first_customer, max(a.customer_id) AS last_customer
      FROM top_up_movements m JOIN transactions t ON t.id = m.transaction_id JOIN accounts a ON a.id = t.wallet_account_id
      GROUP BY 1
    ), owed AS (
      SELECT id, customer_id, CASE WHEN status = 'captured' THEN amount_micros - taken_back_micros ELSE 0 END AS amount FROM top_ups
    )
    SELECT format('top-up %s', o.id) AS subject, format('%s micros of customer %s in the ledger', o.amount, o.customer_id) AS expected,
      CASE WHEN m.top_up_id IS NULL THEN 'no transaction'
        ELSE format('%s micros of customer %s', m.amount, m.last_customer) END AS found
    FROM owed o LEFT JOIN moved m ON m.top_up_id = o.id
    WHERE coalesce(m.amount, 0) <> o.amount OR (m.top_up_id IS NOT NULL AND (m.first_customer, m.last_customer) <> (o.customer_id, o.customer_id))
    UNION ALL
    SELECT format('transaction %s', t.id), 'a top-up that caused it', format('a %s of none', t.kind)
    FROM transactions t LEFT JOIN (top_up_movements m JOIN top_ups u ON u.id = m.top_up_id) ON m.transaction_id = t.id
    WHERE t.kind IN ('topup', 'refund', 'dispute') AND u.id IS NULL
    ORDER BY subject`,
  );
  const { rows } = await ctx.db.execute<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM top_ups WHERE status = 'captured'`,
  );
  return { differences, checked: rows[0]?.count ?? 0 };
}

/** What a top-up says was taken back is what its refunds and disputes add up to, as `takenBack` adds them. */
export function claimDifferences(ctx: Context): Promise<Difference[]> {
  return findDifferences(
    ctx,
    sql`
    WITH claimed AS (
      SELECT top_up_id, coalesce(sum(amount_micros) FILTER (WHERE kind = 'refund'), 0) AS refunded,
        coalesce(sum(amount_micros) FILTER (WHERE kind = 'dispute' AND state <> 'won'), 0) AS disputed
      FROM top_up_claims GROUP BY 1
    ), owed AS (
      SELECT u.id, u.taken_back_micros AS found, CASE WHEN u.status = 'captured'
        THEN least(u.amount_micros, greatest(coalesce(c.refunded, 0), coalesce(c.disputed, 0))) ELSE 0 END AS expected
      FROM top_ups u LEFT JOIN claimed c ON c.top_up_id = u.id
    )
    SELECT format('top-up %s', id) AS subject, format('%s micros taken back by refunds and disputes', expected) AS expected,
      format('%s micros', found) AS found
    FROM owed WHERE expected <> found ORDER BY id`,
  );
}

/** Payments of which nobody knows yet whether they were paid: not proved until a person has looked. */
export function unclearTopUps(ctx: Context): Promise<Difference[]> {
  return findDifferences(
    ctx,
    sql`
    SELECT format('top-up %s of customer %s', id, customer_id) AS subject, 'paid, or not' AS expected, 'unclear' AS found
    FROM top_ups WHERE status = 'unclear' AND settled_at IS NULL ORDER BY id`,
  );
}
