import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { LawFindings } from './law-findings.ts';
import { MOST_DIFFERENCES } from './law-findings.ts';

/** Every account's balance is what came in less what went out. */
export async function balanceDifferences(ctx: Context): Promise<LawFindings> {
  const { rows } = await ctx.db.execute<{ code: string; found: string; expected: string }>(sql`
    WITH moved AS (
      SELECT account, sum(amount) AS amount FROM (
        SELECT to_account_id AS account, amount_micros AS amount FROM transactions
        UNION ALL SELECT from_account_id, -amount_micros FROM transactions) m
      GROUP BY account
    )
    SELECT a.code, a.balance_micros AS found, coalesce(m.amount, 0) AS expected
    FROM accounts a LEFT JOIN moved m ON m.account = a.id
    WHERE a.balance_micros <> coalesce(m.amount, 0) ORDER BY a.id LIMIT ${MOST_DIFFERENCES + 1}`);
  const { rows: counted } = await ctx.db.execute<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM accounts`,
  );
  return {
    checked: counted[0]?.count ?? 0,
    differences: rows.map((row) => ({
      law: 'balance',
      subject: row.code,
      expected: `${row.expected} micros`,
      found: `${row.found} micros`,
    })),
  };
}

/** Every wallet's transactions follow each other without a gap, each balance the one before plus its movement. */
export async function chainDifferences(ctx: Context): Promise<LawFindings> {
  const { rows } = await ctx.db.execute<{ id: string; code: string; expected: string; found: string }>(sql`
    WITH linked AS (
      SELECT t.id, a.code, t.wallet_version, t.wallet_balance_micros AS found,
        row_number() OVER w AS version,
        coalesce(lag(t.wallet_balance_micros) OVER w, 0)
          + CASE WHEN t.to_account_id = t.wallet_account_id THEN t.amount_micros ELSE -t.amount_micros END AS expected
      FROM transactions t JOIN accounts a ON a.id = t.wallet_account_id
      WINDOW w AS (PARTITION BY t.wallet_account_id ORDER BY t.wallet_version)
    )
    SELECT id, code, format('version %s, balance %s', version, expected) AS expected,
      format('version %s, balance %s', wallet_version, found) AS found
    FROM linked WHERE found <> expected OR wallet_version <> version ORDER BY id LIMIT ${MOST_DIFFERENCES + 1}`);
  const { rows: ends } = await ctx.db.execute<{ code: string; expected: string; found: string }>(sql`
    SELECT a.code, format('version %s', count(t.id)) AS expected, format('version %s', a.version) AS found
    FROM accounts a LEFT JOIN transactions t ON t.wallet_account_id = a.id
    WHERE a.kind = 'wallet' GROUP BY a.id HAVING a.version <> count(t.id) LIMIT ${MOST_DIFFERENCES + 1}`);
  return {
    checked: 0,
    differences: [
      ...rows.map((row) => ({
        law: 'chain' as const,
        subject: `transaction ${row.id} of ${row.code}`,
        expected: row.expected,
        found: row.found,
      })),
      ...ends.map((row) => ({
        law: 'chain' as const,
        subject: row.code,
        expected: row.expected,
        found: row.found,
      })),
    ],
  };
}
