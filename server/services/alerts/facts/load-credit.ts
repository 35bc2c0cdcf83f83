import { sql } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { readBillingSettings } from '../../settings/get-billing-settings.ts';
import { readWalletSettings } from '../../settings/wallet-mode.ts';
import type { StuckCredit } from '../detectors/stuck-credit.ts';
import type { UnclearCredit } from '../detectors/unclear-credit.ts';
import type { UnlinkedCredit } from '../detectors/unlinked-credit.ts';

const MOST_UNCLEAR = 200;
const PATIENCE_MS = 3_600_000;

/** Postings that wait for a person, the oldest first. */
export async function loadUnclearCredit(ctx: Context): Promise<UnclearCredit[]> {
  const { rows } = await ctx.db.execute<{
    id: bigint;
    customer_id: number;
    amount: bigint;
    currency: string;
  }>(sql`
    SELECT id, customer_id, amount_micros AS amount, currency FROM credit_intents
    WHERE closed_at IS NULL AND state = 'unclear' ORDER BY id LIMIT ${MOST_UNCLEAR}`);
  return rows.map(({ id, customer_id, amount, currency }) => ({
    ...{ id: Number(id), customerId: customer_id, amount, currency },
  }));
}

/** Postings that go nowhere: refused, not to be settled, or in the hands of a process that does not answer. */
export async function loadStuckCredit(ctx: Context): Promise<StuckCredit> {
  const before = new Date(ctx.clock.now().getTime() - PATIENCE_MS).toISOString();
  const { rows } = await ctx.db.execute<{
    id: bigint;
    customer_id: number;
    problem: string;
    postings: number;
  }>(sql`
    SELECT id, customer_id, coalesce(last_error, 'the process that sends it does not answer.') AS problem, count(*) OVER ()::int AS postings FROM credit_intents
    WHERE closed_at IS NULL AND state <> 'unclear' AND (last_error IS NOT NULL OR state = 'sent') AND created_at < ${before}::timestamptz
    ORDER BY id LIMIT 1`);
  const [oldest] = rows;
  if (!oldest) return { postings: 0, oldest: null };
  const { id, customer_id: customerId, problem, postings } = oldest;
  return { postings, oldest: { id: Number(id), customerId, problem } };
}

/** Who owes and cannot be charged; nobody while the ledger here is the wallet. */
export async function loadUnlinkedCredit(ctx: Context): Promise<UnlinkedCredit> {
  const { currency } = (await readBillingSettings(ctx)).row;
  if ((await readWalletSettings(ctx)).mode === 'own') return { customers: 0, owed: 0n, currency };
  const { rows } = await ctx.db.execute<{ customers: number; owed: bigint }>(sql`
    SELECT count(*)::int AS customers, coalesce(-sum(a.balance_micros), 0)::bigint AS owed
    FROM customers c JOIN accounts a ON a.customer_id = c.id AND a.kind = 'wallet'
    WHERE c.external_id IS NULL AND a.balance_micros < 0`);
  return { customers: rows[0]?.customers ?? 0, owed: rows[0]?.owed ?? 0n, currency };
}
