import { eq, sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { customers } from '#shared/schema/index.ts';
import { actorKey, type Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { ConflictError, NotFoundError } from '../../errors.ts';
import { enqueueCarry } from '../../jobs/enqueue.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { ADJUSTMENTS } from '../ledger/accounts.ts';
import { findAccount } from '../ledger/find-account.ts';
import { getTransaction } from '../ledger/get-transaction.ts';
import { lockWallets, type Wallet } from '../ledger/lock-wallets.ts';
import { postTransactions } from '../ledger/post-transactions.ts';
import { requireWithinLimit } from '../ledger/require-within-limit.ts';
import { findTransactions, type LedgerTransaction } from '../ledger/transaction-rows.ts';

type Adjustment = InputOf<typeof api.customers.adjustWallet>;

/**
 * Credits or debits a wallet. A wallet may be debited below nothing: it is a correction, not a payment. Repeats with
 * the same key have the effect of the first, and are told so.
 * @throws NotFoundError; RefusedError above the limit of the role; ConflictError when the key came before with other
 *   content
 */
export async function adjustWallet(
  ctx: Context,
  input: Adjustment,
): Promise<OutputOf<typeof api.customers.adjustWallet>> {
  return withTransaction(ctx, async (tx) => {
    await requireCustomer(tx, input.id);
    const wallet = (await lockWallets(tx, [input.id])).get(input.id);
    if (!wallet) throw new Error('lockWallets opens the wallets that are missing');
    // Looked for under the lock of the wallet: of requests at once, all but the first find it.
    const earlier = await findEarlier(tx, input);
    if (earlier) return { transaction: sameAs(earlier, input), repeated: true };
    requireWithinLimit(tx, input.amount);
    return { transaction: await post(tx, input, wallet), repeated: false };
  });
}

async function requireCustomer(tx: Context, id: number): Promise<void> {
  const [customer] = await tx.db
    .select({ id: customers.id })
    .from(customers)
    .where(eq(customers.id, sql`${id}::bigint`));
  if (!customer) throw new NotFoundError('customer', { id });
}

function keyOf({ id, idempotencyKey }: Adjustment): string {
  return `adjustment:${id}:${idempotencyKey}`;
}

async function findEarlier(tx: Context, input: Adjustment): Promise<LedgerTransaction | undefined> {
  const where = sql`t.idempotency_key = ${keyOf(input)}`;
  const [earlier] = await findTransactions(tx, { where, order: sql`t.id`, limit: 1 });
  return earlier;
}

function sameAs(earlier: LedgerTransaction, input: Adjustment): LedgerTransaction {
  const isSame = earlier.walletChange === changeOf(input) && earlier.reason === input.reason;
  if (isSame) return earlier;
  throw new ConflictError(
    'This idempotency key was used for another adjustment of this wallet: use a new key for a new one.',
    { transactionId: earlier.id },
  );
}

function changeOf({ direction, amount }: Adjustment): bigint {
  return direction === 'credit' ? amount : -amount;
}

async function post(tx: Context, input: Adjustment, wallet: Wallet): Promise<LedgerTransaction> {
  const { accountId } = wallet;
  const adjustments = await findAccount(tx, ADJUSTMENTS);
  const isCredit = input.direction === 'credit';
  const [posted] = await postTransactions(tx, [
    {
      fromAccountId: isCredit ? adjustments : accountId,
      toAccountId: isCredit ? accountId : adjustments,
      walletAccountId: accountId,
      amount: input.amount,
      kind: 'adjustment',
      reason: input.reason,
      idempotencyKey: keyOf(input),
      cause: actorKey(tx.actor),
    },
  ]);
  if (!posted) throw new Error('One posting makes one transaction');
  await enqueueCarry(tx, input.id);
  await recordAudit(tx, {
    action: 'wallet.adjusted',
    subject: `customer:${input.id}`,
    before: { balanceMicros: wallet.balance },
    after: {
      balanceMicros: posted.walletBalance,
      transactionId: posted.id,
      direction: input.direction,
      amountMicros: input.amount,
      reason: input.reason,
    },
  });
  return getTransaction(tx, { id: posted.id });
}
