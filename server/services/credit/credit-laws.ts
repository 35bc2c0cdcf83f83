import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { type Difference, findDifferences } from '../ledger/find-differences.ts';

/** Every posting that arrived is a transaction of the ledger, of its amount and wallet, and every such transaction one. */
export async function bookDifferences(ctx: Context): Promise<{ differences: Difference[]; checked: number }> {
  const differences = await findDifferences(
    ctx,
    sql`
    WITH arrived AS (
      SELECT i.id, i.transaction_id, i.amount_micros AS amount, i.customer_id FROM credit_intents i WHERE i.outcome = 'arrived'
    ), posted AS (
      SELECT t.id, a.customer_id, t.idempotency_key AS key,
        CASE WHEN t.to_account_id = t.wallet_account_id THEN t.amount_micros ELSE -t.amount_micros END AS amount
      FROM transactions t JOIN accounts a ON a.id = t.wallet_account_id WHERE t.kind = 'credit'
    )
    SELECT coalesce('credit posting ' || a.id, 'transaction ' || p.id) AS subject,
      CASE WHEN a.id IS NULL THEN 'a credit posting that arrived'
        ELSE format('%s micros of customer %s carried', a.amount, a.customer_id) END AS expected,
      CASE WHEN p.id IS NULL THEN 'no transaction'
        ELSE format('%s micros of customer %s in transaction %s', p.amount, p.customer_id, p.id) END AS found
    FROM arrived a FULL JOIN posted p ON p.key = 'credit:' || a.id
    WHERE a.id IS NULL OR p.id IS NULL OR a.amount <> p.amount OR a.customer_id <> p.customer_id OR a.transaction_id IS DISTINCT FROM p.id
    ORDER BY a.id`,
  );
  const { rows } = await ctx.db.execute<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM credit_intents WHERE outcome = 'arrived'`,
  );
  return { differences, checked: rows[0]?.count ?? 0 };
}

/**
 * What is owed, less what the tokens are worth, is the remainder, which is smaller than one unit; and the ledger got
 * what the wallet's whole micros changed by.
 */
export function arithmeticDifferences(ctx: Context): Promise<Difference[]> {
  return findDifferences(
    ctx,
    sql`
    SELECT format('credit posting %s', id) AS subject, format('%s micros left, %s carried', trim_scale(left_over), carried) AS expected,
      format('%s micros left, %s carried', trim_scale(remainder_after), amount_micros) AS found
    FROM (
      SELECT id, amount_micros, remainder_after, token_price * 1000000 / 10::numeric ^ token_decimals AS unit,
        owed_micros + remainder_before - floor(remainder_before) + tokens * token_price * 1000000 AS left_over,
        owed_micros - floor(remainder_after)::bigint AS carried
      FROM credit_intents) i
    WHERE remainder_after <> left_over OR remainder_after < 0 OR remainder_after >= unit OR amount_micros <> carried
    ORDER BY id`,
  );
}

/** Each posting begins with what the last one that arrived left behind; and what is left now is what the last one left. */
export function chainDifferences(ctx: Context): Promise<Difference[]> {
  return findDifferences(
    ctx,
    sql`
    WITH linked AS (
      SELECT id, customer_id, remainder_before, remainder_after,
        coalesce(lag(remainder_after) OVER w, 0) AS before, row_number() OVER (PARTITION BY customer_id ORDER BY id DESC) AS from_last
      FROM credit_intents WHERE outcome = 'arrived' WINDOW w AS (PARTITION BY customer_id ORDER BY id)
    )
    SELECT format('credit posting %s', id) AS subject, format('%s micros from the one before', trim_scale(before)) AS expected,
      format('%s', trim_scale(remainder_before)) AS found
    FROM linked WHERE remainder_before <> before
    UNION ALL
    SELECT format('credit of customer %s', w.customer_id), format('%s micros left', trim_scale(coalesce(l.remainder_after, 0))),
      format('%s', trim_scale(w.remainder))
    FROM credit_wallets w LEFT JOIN linked l ON l.customer_id = w.customer_id AND l.from_last = 1
    WHERE w.remainder <> coalesce(l.remainder_after, 0)`,
  );
}
