import { and, eq, isNull, sql } from 'drizzle-orm';
import { dunningFlags } from '#shared/schema/index.ts';
import { actorKey, type Context } from '../../context.ts';
import { NotFoundError } from '../../errors.ts';
import { lockWallets } from '../ledger/lock-wallets.ts';
import { lockJudgements } from './lock-judgements.ts';

/** Of two who decide about one customer the second sees what the first did. @throws NotFoundError */
export async function lockCustomer(tx: Context, id: number): Promise<void> {
  const { rows } = await tx.db.execute(sql`SELECT FROM customers WHERE id = ${id}::bigint`);
  if (rows.length === 0) throw new NotFoundError('customer', { id });
  await lockJudgements(tx);
  await lockWallets(tx, [id]);
}

/** Ends the flag that is open, if there is one. */
export async function closeFlag(tx: Context, { id, reason }: { id: number; reason: string }): Promise<void> {
  await tx.db
    .update(dunningFlags)
    .set({ endedAt: tx.clock.now(), endedBy: actorKey(tx.actor), endReason: reason })
    .where(and(eq(dunningFlags.customerId, id), isNull(dunningFlags.endedAt)));
}
