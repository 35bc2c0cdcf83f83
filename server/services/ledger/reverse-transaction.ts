import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { actorKey, type Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { ConflictError, RefusedError } from '../../errors.ts';
import { enqueueCarry } from '../../jobs/enqueue.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { getTransaction } from './get-transaction.ts';
import { lockWalletsOf } from './lock-wallets.ts';
import { postTransactions } from './post-transactions.ts';
import { requireWithinLimit } from './require-within-limit.ts';
import { findTransactions, type LedgerTransaction } from './transaction-rows.ts';

type Reversal = InputOf<typeof api.transactions.reverse>;

/**
 * Takes a transaction back whole: the same amount the other way, linked both ways. The charges and corrections it paid
 * for stay as they are: they say what the hours cost, the reversal that it was given back. A repeat with the same key
 * has the effect of the first.
 * @throws NotFoundError; RefusedError for a reversal, for what was carried to VirtFusion, and above the limit of the role; ConflictError when it was
 *   reversed before, or the key came with another reason
 */
export async function reverseTransaction(
  ctx: Context,
  input: Reversal,
): Promise<OutputOf<typeof api.transactions.reverse>> {
  return withTransaction(ctx, async (tx) => {
    const original = await getTransaction(tx, { id: input.id });
    if (original.kind === 'reversal') {
      throw new RefusedError('A reversal is not reversed: adjust the wallet instead, and say why.', {
        transactionId: original.id,
      });
    }
    if (original.kind === 'credit') {
      throw new RefusedError(
        'It says what VirtFusion’s credit was told: adjust the wallet instead, and the difference is carried there.',
        { transactionId: original.id },
      );
    }
    await lockWalletOf(tx, original);
    // Looked for under the lock of the wallet: of requests at once, all but the first find it.
    const earlier = await findReversal(tx, original.id);
    if (earlier) return { transaction: await sameAs(tx, earlier, input), repeated: true };
    requireWithinLimit(tx, original.amount);
    return { transaction: await post(tx, input, original), repeated: false };
  });
}

async function lockWalletOf(tx: Context, { id }: LedgerTransaction): Promise<void> {
  await lockWalletsOf(
    tx,
    sql`SELECT a.customer_id FROM accounts a JOIN transactions t ON t.wallet_account_id = a.id WHERE t.id = ${id}`,
  );
}

async function findReversal(tx: Context, id: number): Promise<LedgerTransaction | undefined> {
  const [reversal] = await findTransactions(tx, {
    where: sql`t.reverses_id = ${id}`,
    order: sql`t.id`,
    limit: 1,
  });
  return reversal;
}

function keyOf({ id, idempotencyKey }: Reversal): string {
  return `reversal:${id}:${idempotencyKey}`;
}

async function sameAs(tx: Context, earlier: LedgerTransaction, input: Reversal): Promise<LedgerTransaction> {
  const where = sql`t.id = ${earlier.id} AND t.idempotency_key = ${keyOf(input)}`;
  const [same] = await findTransactions(tx, { where, order: sql`t.id`, limit: 1 });
  if (same?.reason === input.reason) return same;
  throw new ConflictError(`Transaction ${input.id} was reversed before, by transaction ${earlier.id}.`, {
    transactionId: earlier.id,
  });
}

async function post(tx: Context, input: Reversal, original: LedgerTransaction): Promise<LedgerTransaction> {
  const { rows } = await tx.db.execute<{ from_id: number; to_id: number; wallet_id: number }>(sql`
    SELECT from_account_id AS from_id, to_account_id AS to_id, wallet_account_id AS wallet_id
    FROM transactions WHERE id = ${original.id}`);
  const [accounts] = rows;
  if (!accounts)
    throw new Error(`Transaction ${original.id} was there a moment ago, and rows are never removed`);
  const [posted] = await postTransactions(tx, [
    {
      fromAccountId: accounts.to_id,
      toAccountId: accounts.from_id,
      walletAccountId: accounts.wallet_id,
      amount: original.amount,
      kind: 'reversal',
      reason: input.reason,
      idempotencyKey: keyOf(input),
      cause: actorKey(tx.actor),
      reversesId: original.id,
    },
  ]);
  if (!posted) throw new Error('One posting makes one transaction');
  if (original.customerId !== null) await enqueueCarry(tx, original.customerId);
  await recordAudit(tx, {
    action: 'transaction.reversed',
    subject: `transaction:${original.id}`,
    before: null,
    after: {
      transactionId: posted.id,
      amountMicros: original.amount,
      balanceMicros: posted.walletBalance,
      reason: input.reason,
    },
  });
  return getTransaction(tx, { id: posted.id });
}
