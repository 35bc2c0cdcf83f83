import { sql } from 'drizzle-orm';
import type { Context } from '../../server/context.ts';

/** What runs charged in all, by the charges themselves, by the ledger, and by the balances. Micros. */
export interface ChargedSums {
  charges: bigint;
  transactions: bigint;
  revenue: bigint;
}

export async function chargedSums(ctx: Context, runIds: readonly number[]): Promise<ChargedSums> {
  const ids = sql`ANY(${sql.param([...runIds])}::int[])`;
  const { rows } = await ctx.db.execute<Record<'charges' | 'transactions' | 'revenue', string>>(sql`
    SELECT
      (SELECT coalesce(sum(amount_micros), 0) FROM hourly_charges
        WHERE run_id = ${ids} AND hour >= (SELECT min(first_hour) FROM billing_runs WHERE id = ${ids})) AS charges,
      (SELECT coalesce(sum(amount_micros), 0) FROM transactions WHERE run_id = ${ids}) AS transactions,
      (SELECT balance_micros::numeric FROM accounts WHERE code = 'revenue:hourly') AS revenue`);
  const row = rows[0];
  if (!row) throw new Error('a select without a from has one row');
  return {
    charges: BigInt(row.charges),
    transactions: BigInt(row.transactions),
    revenue: BigInt(row.revenue),
  };
}
