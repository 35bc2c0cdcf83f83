import { type SQL, sql } from 'drizzle-orm';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { nameOfActor } from '../audit/name-of-actor.ts';

export type LedgerTransaction = OutputOf<typeof api.transactions.get>;

/** A transaction as read, with its place among those of its wallet. */
export interface FoundTransaction extends LedgerTransaction {
  walletVersion: number;
}

interface TransactionRow extends Record<string, unknown> {
  id: bigint;
  kind: LedgerTransaction['kind'];
  from_code: string;
  to_code: string;
  amount: bigint;
  is_gain: boolean;
  wallet_balance: bigint;
  wallet_version: bigint;
  customer_id: number | null;
  customer_name: string | null;
  reason: string;
  cause: string;
  run_id: number | null;
  reverses_id: bigint | null;
  reversed_by_id: bigint | null;
  created_at: Date;
}

/** Ledger transactions with the names behind their accounts; `where` and `order` speak of `t`. */
export async function findTransactions(
  ctx: Context,
  { where, order, limit }: { where: SQL; order: SQL; limit: number },
): Promise<FoundTransaction[]> {
  const { rows } = await ctx.db.execute<TransactionRow>(sql`
    SELECT t.id, t.kind, f.code AS from_code, o.code AS to_code, t.amount_micros AS amount,
      t.to_account_id = t.wallet_account_id AS is_gain, t.wallet_balance_micros AS wallet_balance, t.wallet_version,
      w.customer_id, c.name AS customer_name, t.reason,
      ${nameOfActor(sql`t.cause`)} AS cause, t.run_id, t.reverses_id, v.id AS reversed_by_id,
      t.created_at
    FROM (SELECT * FROM transactions t WHERE ${where} ORDER BY ${order} LIMIT ${limit}) t
    JOIN accounts f ON f.id = t.from_account_id JOIN accounts o ON o.id = t.to_account_id
    JOIN accounts w ON w.id = t.wallet_account_id LEFT JOIN customers c ON c.id = w.customer_id
    LEFT JOIN transactions v ON v.reverses_id = t.id
    ORDER BY ${order}`);
  return rows.map(transactionOf);
}

function transactionOf(row: TransactionRow): FoundTransaction {
  return {
    id: Number(row.id),
    kind: row.kind,
    from: row.from_code,
    to: row.to_code,
    amount: row.amount,
    walletChange: row.is_gain ? row.amount : -row.amount,
    walletBalance: row.wallet_balance,
    customerId: row.customer_id,
    customerName: row.customer_name,
    reason: row.reason,
    cause: row.cause,
    runId: row.run_id,
    reversesId: row.reverses_id === null ? null : Number(row.reverses_id),
    reversedById: row.reversed_by_id === null ? null : Number(row.reversed_by_id),
    replayId: replayOf(row),
    topUpId: topUpOf(row),
    createdAt: row.created_at,
    walletVersion: Number(row.wallet_version),
  };
}

function replayOf({ kind, cause }: TransactionRow): number | null {
  return kind === 'correction' ? Number(cause.replace('replay:', '')) : null;
}

const ofTopUps: readonly TransactionRow['kind'][] = ['topup', 'refund', 'dispute'];

function topUpOf({ kind, cause }: TransactionRow): number | null {
  return ofTopUps.includes(kind) ? Number(cause.replace('topup:', '')) : null;
}
