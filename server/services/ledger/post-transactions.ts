import { type SQL, sql } from 'drizzle-orm';
import type { Micros } from '#shared/billing/money.ts';
import type { TransactionKind } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';

/** One movement, as a verb wants it. `amount` is more than nothing. */
export interface Posting {
  /** Given beforehand where other rows point to it; else the database gives it. */
  id?: number;
  fromAccountId: number;
  toAccountId: number;
  /** Which of the two is the customer's wallet. */
  walletAccountId: number;
  amount: Micros;
  kind: TransactionKind;
  reason: string;
  idempotencyKey: string;
  cause: string;
  runId?: number | null;
  reversesId?: number | null;
}

export interface PostedTransaction {
  id: number;
  walletAccountId: number;
  walletBalance: Micros;
}

/**
 * Puts a set of movements into the ledger, each wallet at most once, and moves the balances. Wallets must be locked
 * already. Runs in the caller's transaction.
 * @throws on a repeated idempotency key (unique violation 23505): the caller looks before it posts.
 */
export async function postTransactions(
  ctx: Context,
  postings: readonly Posting[],
): Promise<PostedTransaction[]> {
  if (postings.length === 0) return [];
  assertPostable(ctx, postings);
  const ids = postings.every((posting) => posting.id !== undefined)
    ? postings.map((posting) => posting.id ?? 0)
    : await takeTransactionIds(ctx, postings.length);
  const column = <T>(pick: (posting: Posting) => T) => sql.param(postings.map(pick));
  const posting = sql`
    SELECT * FROM unnest(${sql.param(ids)}::bigint[], ${column((p) => p.fromAccountId)}::int[],
      ${column((p) => p.toAccountId)}::int[], ${column((p) => p.walletAccountId)}::int[],
      ${column((p) => p.amount)}::bigint[], ${column((p) => p.kind)}::text[], ${column((p) => p.reason)}::text[],
      ${column((p) => p.idempotencyKey)}::text[], ${column((p) => p.cause)}::text[],
      ${column((p) => p.runId ?? null)}::int[], ${column((p) => p.reversesId ?? null)}::bigint[])
      AS t(id, from_id, to_id, wallet_id, amount, kind, reason, key, cause, run_id, reverses_id)`;
  const walletIds = postings.map((one) => one.walletAccountId);
  const { rows } = await ctx.db.execute<{
    id: string;
    wallet_account_id: number;
    wallet_balance_micros: string;
  }>(
    sql`WITH ${posted(ctx, posting, walletIds)} SELECT id, wallet_account_id, wallet_balance_micros FROM posted`,
  );
  for (const [accountId, gain] of sharedMoves(postings)) await moveSharedAccount(ctx, accountId, gain);
  return rows.map((row) => ({
    id: Number(row.id),
    walletAccountId: row.wallet_account_id,
    walletBalance: BigInt(row.wallet_balance_micros),
  }));
}

/**
 * The only insert into the ledger, as parts of a WITH whose last is `posted`. Of `posting` it takes the columns id,
 * from_id, to_id, wallet_id, amount, kind, reason, key, cause, run_id, reverses_id; one row a wallet at most. A row
 * without a wallet is not posted: count them. The account on the other side is moved last, by `moveSharedAccount`.
 * `walletIds` are those that may be moved: where they lie close together, not all accounts there are have to be read.
 */
export function posted(ctx: Context, posting: SQL, walletIds: readonly number[]): SQL {
  const [least, most] = rangeOf(walletIds);
  return sql`posting AS (${posting}), moved AS (
      UPDATE accounts a SET version = a.version + 1,
        balance_micros = a.balance_micros + CASE WHEN p.to_id = a.id THEN p.amount ELSE -p.amount END
      FROM posting p WHERE a.id = p.wallet_id AND a.id BETWEEN ${least}::int AND ${most}::int
      RETURNING a.id, a.balance_micros, a.version
    ), posted AS (
      INSERT INTO transactions (id, from_account_id, to_account_id, amount_micros, kind, reason, idempotency_key, cause,
        run_id, reverses_id, wallet_account_id, wallet_balance_micros, wallet_version, created_at)
      OVERRIDING SYSTEM VALUE
      SELECT p.id, p.from_id, p.to_id, p.amount, p.kind, p.reason, p.key, p.cause, p.run_id, p.reverses_id, m.id,
        m.balance_micros, m.version, ${ctx.clock.now().toISOString()}::timestamptz
      FROM posting p JOIN moved m ON m.id = p.wallet_id
      RETURNING id, wallet_account_id, wallet_balance_micros
    )`;
}

function rangeOf(ids: readonly number[]): [least: number, most: number] {
  let [least, most] = [ids[0] ?? 0, ids[0] ?? 0];
  for (const id of ids) {
    least = Math.min(least, id);
    most = Math.max(most, id);
  }
  return [least, most];
}

/** Everybody waits for an account that all share: move it last, in the transaction that moved the wallets. */
export async function moveSharedAccount(ctx: Context, accountId: number, gain: Micros): Promise<void> {
  await ctx.db.execute(sql`
    UPDATE accounts SET version = version + 1, balance_micros = balance_micros + ${String(gain)}::bigint
    WHERE id = ${accountId}`);
}

/** What the accounts on the other side of the wallets gain, or lose. */
function sharedMoves(postings: readonly Posting[]): Map<number, Micros> {
  const moves = new Map<number, Micros>();
  for (const { fromAccountId, toAccountId, walletAccountId, amount } of postings) {
    const [id, gain] = toAccountId === walletAccountId ? [fromAccountId, -amount] : [toAccountId, amount];
    moves.set(id, (moves.get(id) ?? 0n) + gain);
  }
  return moves;
}

/** By the name of the sequence: to look that up for each row took longer than the number itself. */
export const nextTransactionId = sql`nextval('transactions_id_seq'::regclass)`;

/** Numbers for transactions to come, for rows that point to them before they are there. */
export async function takeTransactionIds(ctx: Context, count: number): Promise<number[]> {
  const { rows } = await ctx.db.execute<{ id: string }>(
    sql`SELECT ${nextTransactionId} AS id FROM generate_series(1, ${count})`,
  );
  return rows.map((row) => Number(row.id));
}

function assertPostable(ctx: Context, postings: readonly Posting[]): void {
  if (!ctx.inTransaction) throw new Error('Post transactions inside the transaction that caused them');
  const wallets = new Set(postings.map((posting) => posting.walletAccountId));
  if (wallets.size !== postings.length) throw new Error('A wallet moves at most once in a set of postings');
  if (postings.some((posting) => posting.amount <= 0n)) throw new Error('A movement is more than nothing');
}
