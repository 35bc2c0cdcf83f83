import { sql } from 'drizzle-orm';
import { formatTenDecimals, parseTenDecimals, type TokenPrice, type Tokens } from '#shared/billing/tokens.ts';
import type { Context } from '../../context.ts';

export interface Reading {
  customerId: number;
  balance: Tokens;
  price: TokenPrice;
  at: Date;
  /** The version of the credit when the question was asked; it was 0 where none was known. */
  version: number;
}

/** The version to give to a reading that begins now. */
export async function versionOf(ctx: Context, customerId: number): Promise<number> {
  const { rows } = await ctx.db.execute<{ version: number }>(
    sql`SELECT version FROM credit_wallets WHERE customer_id = ${customerId}`,
  );
  return rows[0]?.version ?? 0;
}

interface Known extends Record<string, unknown> {
  version: number;
  balance: string | null;
  at: Date | null;
  under_way: boolean;
  native: boolean;
}

/**
 * Keeps a balance as it was read, and, where it is not what the last one became by our postings, that somebody else
 * moved it. A reading during which a posting ended, or that a later one overtook, says nothing and is dropped. In the
 * caller's transaction.
 */
export async function recordReading(tx: Context, reading: Reading): Promise<void> {
  const { customerId, balance, price, at, version } = reading;
  await tx.db.execute(
    sql`INSERT INTO credit_wallets (customer_id) VALUES (${customerId}) ON CONFLICT DO NOTHING`,
  );
  const known = await lockKnown(tx, customerId);
  if (known.version !== version) return;
  await recordMovement(tx, reading, known);
  await tx.db.execute(sql`
    UPDATE credit_wallets SET balance_tokens = ${formatTenDecimals(balance)}::numeric,
      token_price = ${formatTenDecimals(price)}::numeric, balance_at = ${at.toISOString()}::timestamptz,
      tried_at = ${at.toISOString()}::timestamptz, failure = NULL, version = version + 1
    WHERE customer_id = ${customerId}`);
}

async function lockKnown(tx: Context, customerId: number): Promise<Known> {
  const { rows } = await tx.db.execute<Known>(sql`
    SELECT w.version, w.balance_tokens AS balance, w.balance_at AS at,
      EXISTS (SELECT FROM credit_intents i WHERE i.customer_id = w.customer_id AND i.closed_at IS NULL
        AND i.state <> 'intended') AS under_way,
      EXISTS (SELECT FROM servers s WHERE s.customer_id = w.customer_id AND s.self_service <> 0) AS native
    FROM credit_wallets w WHERE w.customer_id = ${customerId} FOR UPDATE OF w`);
  const [known] = rows;
  if (!known) throw new Error(`The credit of customer ${customerId} was written down a moment ago`);
  return known;
}

/** While a posting is under way the balance may hold it or not: that comparison is its own. */
async function recordMovement(
  tx: Context,
  { customerId, balance, at }: Reading,
  known: Known,
): Promise<void> {
  if (known.balance === null || known.at === null || known.under_way) return;
  const expected = parseTenDecimals(known.balance);
  if (expected === balance) return;
  const cause = known.native && balance < expected ? 'native' : 'others';
  await tx.db.execute(sql`
    INSERT INTO credit_movements (customer_id, seen_at, since, expected_tokens, found_tokens, cause)
    VALUES (${customerId}, ${at.toISOString()}::timestamptz, ${known.at.toISOString()}::timestamptz,
      ${known.balance}::numeric, ${formatTenDecimals(balance)}::numeric, ${cause})
    ON CONFLICT DO NOTHING`);
}

/** Notes that a balance could not be read, and why; what was read before stays, with its instant. */
export async function recordFailedReading(
  ctx: Context,
  { customerId, failure }: { customerId: number; failure: string },
): Promise<void> {
  await ctx.db.execute(sql`
    INSERT INTO credit_wallets (customer_id, failure, tried_at)
    VALUES (${customerId}, ${failure}, ${ctx.clock.now().toISOString()}::timestamptz)
    ON CONFLICT (customer_id) DO UPDATE SET failure = excluded.failure, tried_at = excluded.tried_at`);
}
