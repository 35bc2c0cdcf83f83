import { sql } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import type { CheckedWallet } from '../detectors/balance-disagreements.ts';

/** Wallets looked at each time; the next look takes the next ones, until all had their turn. */
const WALLETS_A_LOOK = 1000;
const LOOK_EVERY_MS = 5 * 60_000;

interface WalletRow extends Record<string, unknown> {
  customer_id: number;
  balance: bigint;
  version: bigint;
  last_balance: bigint | null;
  last_version: bigint | null;
}

/**
 * A part of the wallets, each beside its last transaction: one statement, so that no run under way makes them differ.
 * Which part it is the clock says, so that every process takes its turn at the same place. Those that disagreed are
 * looked at each time. `npm run reconcile` proves all of it; this notices early.
 */
export async function loadBalances(ctx: Context): Promise<CheckedWallet[]> {
  const look = Math.floor(ctx.clock.now().getTime() / LOOK_EVERY_MS);
  const { rows } = await ctx.db.execute<WalletRow>(sql`
    WITH part AS (
      SELECT ${look}::bigint % (coalesce(max(id), 0) / ${WALLETS_A_LOOK} + 1) * ${WALLETS_A_LOOK} AS first FROM accounts)
    SELECT a.customer_id, a.balance_micros AS balance, a.version, t.wallet_balance_micros AS last_balance,
      t.wallet_version AS last_version
    FROM accounts a LEFT JOIN LATERAL (
      SELECT wallet_balance_micros, wallet_version FROM transactions WHERE wallet_account_id = a.id
      ORDER BY wallet_version DESC LIMIT 1) t ON true
    WHERE a.kind = 'wallet' AND (a.id BETWEEN (SELECT first FROM part) AND (SELECT first + ${WALLETS_A_LOOK - 1} FROM part)
      OR a.customer_id IN (SELECT substr(subject, 8)::int FROM alerts WHERE kind = 'balance_disagrees' AND resolved_at IS NULL))`);
  return rows.map((row) => ({
    customerId: row.customer_id,
    balance: row.balance,
    version: Number(row.version),
    last:
      row.last_balance === null || row.last_version === null
        ? null
        : { balance: row.last_balance, version: Number(row.last_version) },
  }));
}
