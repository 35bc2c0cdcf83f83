import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Difference, LawFindings } from './law-findings.ts';
import { MOST_DIFFERENCES } from './law-findings.ts';

/** Every hourly transaction is the sum of the charges that point to it, of the same run and customer; and no charge points nowhere. */
export async function transactionDifferences(ctx: Context): Promise<LawFindings> {
  const { rows } = await ctx.db.execute<{ subject: string; expected: string; found: string }>(sql`
    WITH charged AS (
      SELECT transaction_id, sum(amount_micros) AS amount, min(run_id) AS first_run, max(run_id) AS last_run,
        min(customer_id) AS customer, max(customer_id) AS last_customer
      FROM every_charge WHERE transaction_id IS NOT NULL GROUP BY transaction_id
    ), posted AS (
      SELECT t.id, t.amount_micros AS amount, t.run_id, a.customer_id
      FROM transactions t JOIN accounts a ON a.id = t.wallet_account_id WHERE t.kind = 'hourly'
    )
    SELECT format('transaction %s', coalesce(p.id, c.transaction_id)) AS subject,
      format('%s micros of customer %s in run %s', coalesce(c.amount, 0), c.customer, c.first_run) AS expected,
      format('%s micros of customer %s in run %s', coalesce(p.amount, 0), p.customer_id, p.run_id) AS found
    FROM charged c FULL JOIN posted p ON p.id = c.transaction_id
    WHERE c.amount IS DISTINCT FROM p.amount OR c.first_run IS DISTINCT FROM p.run_id OR c.last_run <> c.first_run
      OR c.customer IS DISTINCT FROM p.customer_id OR c.last_customer <> c.customer
    UNION ALL
    SELECT format('charge of server %s at %s', server_id, hour), 'a transaction', 'none'
    FROM every_charge WHERE transaction_id IS NULL AND amount_micros <> 0
    LIMIT ${MOST_DIFFERENCES + 1}`);
  const { rows: counted } = await ctx.db.execute<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM transactions`,
  );
  return { checked: counted[0]?.count ?? 0, differences: named('transaction', rows) };
}

/** No meter stands before the end of its server's last charge, and its counts are those of its month's charges and corrections. */
export async function meterDifferences(ctx: Context): Promise<LawFindings> {
  const { rows } = await ctx.db.execute<{ subject: string; expected: string; found: string }>(sql`
    WITH last_charge AS (
      SELECT server_id, max(hour) + interval '1 hour' AS charged_until FROM every_charge GROUP BY server_id
    )
    SELECT format('meter of server %s', l.server_id) AS subject, format('billed at least until %s', l.charged_until) AS expected,
      format('billed until %s', m.billed_until) AS found
    FROM last_charge l LEFT JOIN server_meters m USING (server_id)
    WHERE m.billed_until IS NULL OR m.billed_until < l.charged_until
    UNION ALL
    SELECT format('meter of server %s', m.server_id), format('%s hundredths of seconds counted', coalesce(c.weighted, 0)),
      format('%s', m.capped_weighted)
    FROM server_meters m LEFT JOIN LATERAL (
      SELECT sum(weighted) AS weighted FROM (
        SELECT c.weighted FROM every_charge c
        WHERE c.server_id = m.server_id AND c.month = m.month AND c.hour >= m.month AND c.hour < m.month + interval '1 month'
        UNION ALL SELECT weighted FROM charge_corrections
        WHERE server_id = m.server_id AND hour >= m.month AND hour < m.month + interval '1 month') counted) c ON true
    WHERE m.month IS NOT NULL AND m.capped_weighted <> coalesce(c.weighted, 0)
    LIMIT ${MOST_DIFFERENCES + 1}`);
  return { checked: 0, differences: named('meter', rows) };
}

/** A closed run's totals are those of its charges. */
export async function runDifferences(ctx: Context): Promise<LawFindings> {
  const { rows } = await ctx.db.execute<{ subject: string; expected: string; found: string }>(sql`
    WITH charged AS (
      SELECT run_id, count(*) AS charges, sum(amount_micros) AS amount FROM every_charge GROUP BY run_id
    )
    SELECT format('run %s', r.id) AS subject,
      format('%s charges, %s micros', coalesce(c.charges, 0), coalesce(c.amount, 0)) AS expected,
      format('%s charges, %s micros', r.charges, r.amount_micros) AS found
    FROM billing_runs r LEFT JOIN charged c ON c.run_id = r.id
    WHERE r.closed_at IS NOT NULL
      AND (r.charges <> coalesce(c.charges, 0) OR r.amount_micros <> coalesce(c.amount, 0))
    ORDER BY r.id LIMIT ${MOST_DIFFERENCES + 1}`);
  const { rows: counted } = await ctx.db.execute<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM billing_runs`,
  );
  return { checked: counted[0]?.count ?? 0, differences: named('run', rows) };
}

function named(
  law: Difference['law'],
  rows: { subject: string; expected: string; found: string }[],
): Difference[] {
  return rows.map((row) => ({ law, ...row }));
}
