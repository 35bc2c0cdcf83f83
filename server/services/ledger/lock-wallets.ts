import { type SQL, sql } from 'drizzle-orm';
import type { Micros } from '#shared/billing/money.ts';
import type { Context } from '../../context.ts';
import { ensureWallets } from './ensure-wallets.ts';

export interface Wallet {
  accountId: number;
  balance: Micros;
  version: number;
}

/**
 * Locks the wallets of these customers until the transaction ends, opening those that are missing. Call it in a
 * statement of its own, before anything is decided: a decision on a balance read earlier is a decision on the
 * past (exactness-and-speed §0.3).
 */
export async function lockWallets(
  ctx: Context,
  customerIds: readonly number[],
): Promise<Map<number, Wallet>> {
  await ensureWallets(ctx, customerIds);
  return lockWalletsOf(ctx, sql`SELECT unnest(${sql.param([...customerIds])}::int[])`);
}

/** Locks the wallets of the customers that a query names, as far as they are open. */
export function lockWalletsOf(ctx: Context, customers: SQL): Promise<Map<number, Wallet>> {
  return lockWalletsWhere(ctx, sql`customer_id IN (${customers})`);
}

/** Locks the wallets for which a condition holds; in the order of account ids, so that two never wait in a ring. */
export async function lockWalletsWhere(ctx: Context, condition: SQL): Promise<Map<number, Wallet>> {
  const { rows } = await ctx.db.execute<{
    customer_id: number;
    id: number;
    balance: string;
    version: string;
  }>(sql`
    SELECT customer_id, id, balance_micros AS balance, version FROM accounts
    WHERE ${condition} ORDER BY id FOR UPDATE`);
  return new Map(
    rows.map((row) => [
      row.customer_id,
      { accountId: row.id, balance: BigInt(row.balance), version: Number(row.version) },
    ]),
  );
}
