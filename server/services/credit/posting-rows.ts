import { type SQL, sql } from 'drizzle-orm';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { formatTenDecimals, parseTenDecimals } from '#shared/billing/tokens.ts';
import type { CreditOutcome, CreditState } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';

export type CreditPosting = OutputOf<typeof api.credit.get>;

interface PostingRow extends Record<string, unknown> {
  id: bigint;
  customer_id: number;
  customer_name: string | null;
  external_id: bigint;
  state: CreditState;
  outcome: CreditOutcome | null;
  amount: bigint;
  currency: string;
  tokens: string;
  price: string;
  decimals: number;
  owed: bigint;
  before: string;
  after: string;
  reference2: string;
  balance_before: string | null;
  balance_after: string | null;
  native_before: string | null;
  native_after: string | null;
  native: boolean;
  sent_at: Date | null;
  lost_at: Date | null;
  read_after_at: Date | null;
  credit_id: bigint | null;
  transaction_id: bigint | null;
  attempts: number;
  last_error: string | null;
  decided_by_name: string | null;
  decision_reason: string | null;
  created_at: Date;
  closed_at: Date | null;
}

/** Postings with their customers' names, newest first; `where` speaks of `i`. */
export async function findPostings(
  ctx: Context,
  { where, limit }: { where: SQL; limit: number },
): Promise<CreditPosting[]> {
  const { rows } = await ctx.db.execute<PostingRow>(sql`
    SELECT i.id, i.customer_id, c.name AS customer_name, i.external_id, i.state, i.outcome, i.amount_micros AS amount,
      i.currency, i.tokens, i.token_price AS price, i.token_decimals AS decimals, i.owed_micros AS owed,
      trim_scale(i.remainder_before) AS before, trim_scale(i.remainder_after) AS after, i.reference2, i.balance_before,
      i.balance_after, i.native_before, i.native_after,
      EXISTS (SELECT FROM servers s WHERE s.customer_id = i.customer_id AND s.self_service <> 0) AS native,
      i.sent_at, i.lost_at, i.read_after_at, i.credit_id, i.transaction_id, i.attempts, i.last_error,
      i.decided_by_name, i.decision_reason, i.created_at, i.closed_at
    FROM (SELECT * FROM credit_intents i WHERE ${where} ORDER BY i.id DESC LIMIT ${limit}) i
    LEFT JOIN customers c ON c.id = i.customer_id ORDER BY i.id DESC`);
  return rows.map(postingOf);
}

function postingOf(row: PostingRow): CreditPosting {
  return {
    id: Number(row.id),
    customerId: row.customer_id,
    customerName: row.customer_name,
    externalId: Number(row.external_id),
    state: row.state,
    outcome: row.outcome,
    amount: row.amount,
    currency: row.currency,
    tokens: trimmed(row.tokens),
    tokenValue: trimmed(row.price),
    tokenDecimals: row.decimals,
    owed: row.owed,
    remainderBefore: row.before,
    remainderAfter: row.after,
    reference2: row.reference2,
    balanceBefore: orNull(row.balance_before),
    balanceAfter: orNull(row.balance_after),
    nativeBefore: orNull(row.native_before),
    nativeAfter: orNull(row.native_after),
    hasNativeServers: row.native,
    sentAt: row.sent_at,
    lostAt: row.lost_at,
    readAfterAt: row.read_after_at,
    creditId: row.credit_id === null ? null : Number(row.credit_id),
    transactionId: row.transaction_id === null ? null : Number(row.transaction_id),
    attempts: row.attempts,
    lastError: row.last_error,
    decidedBy: row.decided_by_name,
    decisionReason: row.decision_reason,
    createdAt: row.created_at,
    closedAt: row.closed_at,
  };
}

function trimmed(tokens: string): string {
  return formatTenDecimals(parseTenDecimals(tokens));
}

function orNull(tokens: string | null): string | null {
  return tokens === null ? null : trimmed(tokens);
}
