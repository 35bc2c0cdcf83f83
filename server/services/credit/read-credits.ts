import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { type VirtFusionClient, VirtFusionError } from '../../integrations/virtfusion/client.ts';
import { readBillingSettings } from '../settings/get-billing-settings.ts';
import { readWalletSettings } from '../settings/wallet-mode.ts';
import { inParallel } from '../uptime/in-parallel.ts';
import { findTokenPrice, type PricedCurrency } from './find-token-price.ts';
import { NO_CREDIT, readCreditOf } from './read-credit-of.ts';
import { recordFailedReading, recordReading, versionOf } from './record-reading.ts';

/** Of the requests of an hour, the share that reading balances may take: looks at servers and postings come first. */
const MINUTES_OF_REQUESTS = 10;
/** What a posting read within the hour need not be read again. */
const FRESH_MS = 50 * 60_000;
/** So many failures in a row say that VirtFusion is not well, and not that these customers are odd. */
const MOST_FAILURES = 5;

interface Wanted extends Record<string, unknown> {
  id: number;
  external_id: bigint;
}

/**
 * Reads customers' credit, one request each, the oldest reading first: those last asked about before `since`, or as
 * many as an hour's share of the requests. Answers with how many it asked about. What cannot be read is noted as that.
 * @throws VirtFusionError when VirtFusion fails again and again
 */
export async function readCredits(
  ctx: Context,
  { since, signal }: { since?: Date; signal?: AbortSignal } = {},
): Promise<number> {
  if ((await readWalletSettings(ctx)).mode !== 'virtfusion') return 0;
  const { client } = await ctx.panel();
  const priced = client && (await findTokenPrice(ctx, client));
  if (!client || !priced) return 0;
  const { row } = await readBillingSettings(ctx);
  const limit = since ? null : row.requestsPerMinute * MINUTES_OF_REQUESTS;
  const fresh = new Date(ctx.clock.now().getTime() - FRESH_MS);
  const wanted = await findWanted(ctx, { since: since ?? fresh, limit });
  let failures = 0;
  let asked = 0;
  await inParallel(
    wanted,
    { atOnce: row.requestConcurrency, mayStart: () => !signal?.aborted },
    async (customer) => {
      asked += 1;
      const error = await readOne(ctx, { client, priced, customer });
      failures = error ? failures + 1 : 0;
      if (error && failures >= MOST_FAILURES) throw error;
    },
  );
  return asked;
}

async function readOne(
  ctx: Context,
  { client, priced, customer }: { client: VirtFusionClient; priced: PricedCurrency; customer: Wanted },
): Promise<VirtFusionError | null> {
  const customerId = customer.id;
  try {
    const version = await versionOf(ctx, customerId);
    const { balance, at } = await readCreditOf(ctx, client, Number(customer.external_id));
    if (balance === null) {
      await recordFailedReading(ctx, { customerId, failure: NO_CREDIT });
      return null;
    }
    const reading = { customerId, balance, price: priced.price, at, version };
    await withTransaction(ctx, (tx) => recordReading(tx, reading));
    return null;
  } catch (error) {
    if (!(error instanceof VirtFusionError)) throw error;
    await recordFailedReading(ctx, { customerId, failure: error.message });
    // VirtFusion is well where it says that it knows no such user.
    return error.outcome === 'notFound' ? null : error;
  }
}

/** Customers with servers, or with credit that we know of, who can be asked about. */
async function findWanted(
  ctx: Context,
  { since, limit }: { since: Date; limit: number | null },
): Promise<Wanted[]> {
  const { rows } = await ctx.db.execute<Wanted>(sql`
    SELECT c.id, c.external_id FROM customers c LEFT JOIN credit_wallets w ON w.customer_id = c.id
    WHERE c.external_id IS NOT NULL AND (w.tried_at IS NULL OR w.tried_at < ${since.toISOString()}::timestamptz)
      AND (w.customer_id IS NOT NULL OR EXISTS (SELECT FROM servers s WHERE s.customer_id = c.id AND s.gone_at IS NULL))
    ORDER BY w.tried_at NULLS FIRST, c.id LIMIT ${limit}::int`);
  return rows;
}
