import { sql } from 'drizzle-orm';
import { formatMoney, type Micros } from '#shared/billing/money.ts';
import {
  type Carried,
  carry,
  formatGrains,
  formatTenDecimals,
  type Grains,
  parseGrains,
} from '#shared/billing/tokens.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { enqueueSends } from '../../jobs/enqueue.ts';
import { lockWallets } from '../ledger/lock-wallets.ts';
import { lockWalletSettings } from '../settings/wallet-mode.ts';
import { idList, rowsAsTable } from '../uptime/rows-as-table.ts';
import type { PricedCurrency } from './find-token-price.ts';

/** Customers decided upon in one transaction. */
const AT_A_TIME = 500;

export interface Deciding {
  priced: PricedCurrency;
  /** Only customers above this number; or only this one. */
  after?: number;
  customerId?: number | null;
}

interface Decision extends Carried {
  customerId: number;
  externalId: number;
  owed: Micros;
  remainderBefore: Grains;
}

interface Candidate extends Record<string, unknown> {
  id: number;
  external_id: bigint;
}

/**
 * Decides for the next customers what to post to their credit, writes it down and has it sent, in one transaction; those
 * whose last posting is still open wait for its end, and what they owe meanwhile goes with the next. Answers with the
 * last customer looked at, or null when there was none. Safe to repeat, and for several at once.
 */
export async function decideIntents(ctx: Context, deciding: Deciding): Promise<number | null> {
  return withTransaction(ctx, async (tx) => {
    const { mode, tokenDecimals } = await lockWalletSettings(tx);
    if (mode !== 'virtfusion') return null;
    const candidates = await findCandidates(tx, deciding);
    if (candidates.length === 0) return null;
    const wallets = await lockWallets(
      tx,
      candidates.map(({ id }) => id),
    );
    const remainders = await readRemainders(tx, candidates);
    const decisions = candidates.flatMap(({ id, external_id }): Decision[] => {
      const owed = -(wallets.get(id)?.balance ?? 0n);
      const remainderBefore = remainders.get(id) ?? 0n;
      const carried = carry(owed, remainderBefore, {
        price: deciding.priced.price,
        decimals: tokenDecimals,
      });
      if (carried.tokens === 0n) return [];
      return [{ customerId: id, externalId: Number(external_id), owed, remainderBefore, ...carried }];
    });
    const ids = await insertIntents(tx, { decisions, tokenDecimals, ...deciding.priced });
    await enqueueSends(tx, ids, tx.clock.now());
    return candidates.at(-1)?.id ?? null;
  });
}

/** Who may owe something, or hold it here, and has no posting under way. */
async function findCandidates(tx: Context, { after = 0, customerId = null }: Deciding): Promise<Candidate[]> {
  const { rows } = await tx.db.execute<Candidate>(sql`
    SELECT c.id, c.external_id FROM accounts a JOIN customers c ON c.id = a.customer_id
    WHERE a.kind = 'wallet' AND a.balance_micros <> 0 AND c.external_id IS NOT NULL AND c.id > ${after}
      AND (${customerId}::int IS NULL OR c.id = ${customerId}::int)
      AND NOT EXISTS (SELECT FROM credit_intents i WHERE i.customer_id = c.id AND i.closed_at IS NULL)
    ORDER BY c.id LIMIT ${AT_A_TIME}`);
  return rows;
}

/** After the wallets are locked: whoever moved one moved the other in the same transaction. */
async function readRemainders(tx: Context, candidates: readonly Candidate[]): Promise<Map<number, Grains>> {
  const { rows } = await tx.db.execute<{ customer_id: number; remainder: string }>(sql`
    SELECT customer_id, remainder FROM credit_wallets
    WHERE customer_id = ANY(${idList(candidates.map(({ id }) => id))})`);
  return new Map(rows.map((row) => [row.customer_id, parseGrains(row.remainder)]));
}

/** One whose customer got an open posting meanwhile is left out: that one is first. */
async function insertIntents(
  tx: Context,
  {
    decisions,
    tokenDecimals,
    currency,
    price,
  }: { decisions: readonly Decision[]; tokenDecimals: number } & PricedCurrency,
): Promise<number[]> {
  if (decisions.length === 0) return [];
  const now = tx.clock.now().toISOString();
  const { rows } = await tx.db.execute<{ id: bigint }>(sql`
    INSERT INTO credit_intents (customer_id, external_id, currency, token_price, token_decimals, owed_micros,
      amount_micros, tokens, remainder_before, remainder_after, reference2, created_at)
    SELECT customer_id, external_id, ${currency}, ${formatTenDecimals(price)}::numeric, ${tokenDecimals}::int,
      owed::bigint, amount::bigint, tokens::numeric, before::numeric, after::numeric, reference2, ${now}::timestamptz
    FROM ${rowsAsTable<Decision>('decided', decisions, {
      customer_id: ['int', (d) => d.customerId],
      external_id: ['bigint', (d) => d.externalId],
      owed: ['text', (d) => String(d.owed)],
      amount: ['text', (d) => String(d.amount)],
      tokens: ['text', (d) => formatTenDecimals(d.tokens)],
      before: ['text', (d) => formatGrains(d.remainderBefore)],
      after: ['text', (d) => formatGrains(d.remainder)],
      reference2: ['text', (d) => referenceOf(d, currency)],
    })}
    ON CONFLICT (customer_id) WHERE closed_at IS NULL DO NOTHING RETURNING id`);
  return rows.map(({ id }) => Number(id));
}

/** What a person reads beside the entry in VirtFusion. */
function referenceOf({ customerId, amount }: Decision, currency: string): string {
  const what = amount > 0n ? 'Hourly billing' : 'Paid in or given back';
  return `${what}: ${formatMoney(amount < 0n ? -amount : amount)} ${currency}, VirtFusion user ${customerId}`;
}
