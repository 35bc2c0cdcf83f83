import { sql } from 'drizzle-orm';
import type { Micros } from '#shared/billing/money.ts';
import { topUpMovements } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { enqueueCarry } from '../../jobs/enqueue.ts';
import { lockWallets } from '../ledger/lock-wallets.ts';
import { type PostedTransaction, postTransactions } from '../ledger/post-transactions.ts';
import { notify } from '../notices/notify.ts';
import type { TopUpRow } from './top-up-rows.ts';

export interface TopUpMove {
  /** 'in' is from PayPal's clearing account into the wallet. */
  direction: 'in' | 'out';
  amount: Micros;
  kind: 'topup' | 'refund' | 'dispute';
  reason: string;
  /** The id of the clearing account. */
  clearing: number;
}

/**
 * Posts one movement of a top-up, links the two, and tells the customer. The row of the top-up is locked: it counts its
 * movements.
 */
export async function moveForTopUp(
  tx: Context,
  topUp: Pick<TopUpRow, 'id' | 'customerId' | 'captureId'>,
  move: TopUpMove,
): Promise<void> {
  const { id, customerId } = topUp;
  const { direction, amount, kind, reason, clearing } = move;
  const wallet = (await lockWallets(tx, [customerId])).get(customerId);
  if (!wallet) throw new Error('lockWallets opens the wallets that are missing');
  const isIn = direction === 'in';
  const [posted] = await postTransactions(tx, [
    {
      fromAccountId: isIn ? clearing : wallet.accountId,
      toAccountId: isIn ? wallet.accountId : clearing,
      walletAccountId: wallet.accountId,
      idempotencyKey: `topup:${id}:${await movementsOf(tx, id)}`,
      cause: `topup:${id}`,
      ...{ amount, kind, reason },
    },
  ]);
  if (!posted) throw new Error('One posting makes one transaction');
  await tx.db
    .insert(topUpMovements)
    .values({ transactionId: posted.id, topUpId: id, createdAt: tx.clock.now() });
  await enqueueCarry(tx, customerId);
  await tellMove(tx, topUp, move, posted);
}

/** Money that comes back when a dispute is won is told by the page alone: nobody has to do anything about it. */
async function tellMove(
  tx: Context,
  { customerId, captureId }: Pick<TopUpRow, 'customerId' | 'captureId'>,
  { direction, amount, kind, reason }: TopUpMove,
  { id, walletBalance: balance }: PostedTransaction,
): Promise<void> {
  if ((kind === 'topup') !== (direction === 'in')) return;
  const event = ({ topup: 'topup.completed', refund: 'topup.refunded', dispute: 'topup.disputed' } as const)[
    kind
  ];
  const facts = { amount, balance, reference: captureId ?? reason };
  await notify(tx, { event, customerId, key: `topup-moved:${id}`, facts });
}

async function movementsOf(tx: Context, id: number): Promise<number> {
  const { rows } = await tx.db.execute<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM top_up_movements WHERE top_up_id = ${id}`,
  );
  return rows[0]?.count ?? 0;
}
