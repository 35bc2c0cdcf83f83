import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';

/** Opens a wallet for each customer that has none. Safe to repeat. */
export async function ensureWallets(ctx: Context, customerIds: readonly number[]): Promise<void> {
  if (customerIds.length === 0) return;
  await ctx.db.execute(sql`
    INSERT INTO accounts (code, kind, customer_id)
    SELECT 'wallet:' || id, 'wallet', id FROM unnest(${sql.param([...customerIds])}::int[]) AS id
    ON CONFLICT (code) DO NOTHING`);
}
