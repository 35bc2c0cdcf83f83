import { sql } from 'drizzle-orm';
import type { Micros } from '#shared/billing/money.ts';
import { topUpMovements } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { lockWallets } from '../ledger/lock-wallets.ts';
import { postTransactions } from '../ledger/post-transactions.ts';
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

/** Posts one movement of a top-up and links the two. The row of the top-up is locked: it counts its movements. */
export async function moveForTopUp(
  tx: Context,
  { id, customerId }: Pick<TopUpRow, 'id' | 'customerId'>,
  { direction, amount, kind, reason, clearing }: TopUpMove,
): Promise<void> {
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
}

async function movementsOf(tx: Context, id: number): Promise<number> {
  const { rows } = await tx.db.execute<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM top_up_movements WHERE top_up_id = ${id}`,
  );
  return rows[0]?.count ?? 0;
}
