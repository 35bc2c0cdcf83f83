import { sql } from 'drizzle-orm';
import type { Context } from '../../server/context.ts';
import { withTransaction } from '../../server/db/transaction.ts';

/**
 * Copies of the tables of charges, transactions and accounts, with the same columns, indexes and room on their pages,
 * empty but for the accounts; and the rows to come, which cost nothing to read.
 */
export async function prepareFloor(ctx: Context): Promise<void> {
  await ctx.db.execute(sql`CREATE SCHEMA floor`);
  await ctx.db.execute(sql`
    CREATE TABLE floor.hourly_charges (LIKE public.hourly_charges INCLUDING ALL) PARTITION BY RANGE (hour)`);
  await ctx.db.execute(sql`CREATE TABLE floor.hourly_charges_all PARTITION OF floor.hourly_charges DEFAULT`);
  await ctx.db.execute(sql`CREATE TABLE floor.transactions (LIKE public.transactions INCLUDING ALL)`);
  await ctx.db.execute(sql`CREATE TABLE floor.accounts (LIKE public.accounts INCLUDING ALL)`);
  await ctx.db.execute(sql`ALTER TABLE floor.accounts SET (fillfactor = 70)`);
  await ctx.db.execute(
    sql`INSERT INTO floor.accounts OVERRIDING SYSTEM VALUE SELECT * FROM public.accounts ORDER BY id`,
  );
  await ctx.db.execute(sql`CREATE UNLOGGED TABLE floor.due (LIKE public.hourly_charges, pass integer)`);
}

/**
 * Seconds that the database alone needs to write what a run wrote: charges, transactions and balances, in one
 * transaction, by one INSERT … SELECT; one more for each further movement of the same wallets, where the run moved
 * them several times.
 */
export async function measureFloor(ctx: Context, runId: number): Promise<number> {
  await ctx.db.execute(sql`TRUNCATE floor.due`);
  await ctx.db.execute(sql`
    INSERT INTO floor.due SELECT *, dense_rank() OVER (PARTITION BY customer_id ORDER BY transaction_id)
    FROM public.hourly_charges WHERE run_id = ${runId}
      AND hour >= (SELECT first_hour FROM billing_runs WHERE id = ${runId})
      AND hour < (SELECT until FROM billing_runs WHERE id = ${runId})
    ORDER BY hour, server_id`);
  const { rows } = await ctx.db.execute<{ passes: number }>(
    sql`SELECT max(pass)::int AS passes FROM floor.due`,
  );
  await ctx.db.execute(sql`ANALYZE floor.due`);
  await ctx.db.execute(sql`CHECKPOINT`);
  const passes = rows[0]?.passes ?? 0;
  const begun = performance.now();
  await withTransaction(ctx, async (tx) => {
    for (let pass = 1; pass <= passes; pass++) await writePass(tx, { pass, passes, runId });
  });
  return (performance.now() - begun) / 1000;
}

async function writePass(
  tx: Context,
  { pass, passes, runId }: { pass: number; passes: number; runId: number },
) {
  const ofPass = passes === 1 ? sql`` : sql`WHERE pass = ${pass}`;
  await tx.db.execute(sql`
    WITH charged AS (
      INSERT INTO floor.hourly_charges SELECT hour, server_id, customer_id, package_id, rate_id, terms_id, run_id, seconds,
        weighted, capped, amount_micros, in_gap, transaction_id FROM floor.due ${ofPass}
      RETURNING customer_id, amount_micros, transaction_id
    ), owed AS (
      SELECT customer_id, transaction_id, sum(amount_micros)::bigint AS amount, count(*) AS hours FROM charged
      WHERE transaction_id IS NOT NULL GROUP BY customer_id, transaction_id
    ), moved AS (
      UPDATE floor.accounts a SET version = a.version + 1, balance_micros = a.balance_micros - o.amount
      FROM owed o WHERE a.customer_id = o.customer_id
      RETURNING a.id, a.customer_id, a.balance_micros, a.version, o.amount, o.hours, o.transaction_id
    ), revenue AS (
      UPDATE floor.accounts SET version = version + 1,
        balance_micros = balance_micros + (SELECT sum(amount)::bigint FROM owed)
      WHERE code = 'revenue:hourly' RETURNING id
    )
    INSERT INTO floor.transactions (id, from_account_id, to_account_id, amount_micros, kind, reason, idempotency_key, cause,
      run_id, wallet_account_id, wallet_balance_micros, wallet_version, created_at)
    OVERRIDING SYSTEM VALUE
    SELECT m.transaction_id, m.id, r.id, m.amount, 'hourly', m.hours || ' server-hours',
      'hourly:' || ${runId}::int || ':' || ${pass}::int || ':' || m.customer_id, 'run:' || ${runId}::int, ${runId}::int,
      m.id, m.balance_micros, m.version, now()
    FROM moved m, revenue r ORDER BY m.transaction_id`);
}
