import { sql } from 'drizzle-orm';
import type { Micros } from '#shared/billing/money.ts';
import type { Context } from '../../context.ts';
import { NotFoundError, RefusedError } from '../../errors.ts';
import { lockWalletsOf } from '../ledger/lock-wallets.ts';
import { whyNoDeletion } from './why-no-deletion.ts';

/** With the wallet of its customer, so that no top-up comes between looking and deciding. */
export async function lockServer(
  tx: Context,
  id: number,
): Promise<{ name: string; customer_id: number; balance: Micros }> {
  const wallets = await lockWalletsOf(tx, sql`SELECT customer_id FROM servers WHERE id = ${id}::bigint`);
  const { rows } = await tx.db.execute<{ name: string; customer_id: number }>(sql`
    SELECT name, customer_id FROM servers WHERE id = ${id}::bigint`);
  const [server] = rows;
  if (!server) throw new NotFoundError('server', { id });
  return { ...server, balance: wallets.get(server.customer_id)?.balance ?? 0n };
}

/** The deletion that was asked for and waits for its second step; null where there is none. */
export async function findOpenDeletion(
  tx: Context,
  id: number,
): Promise<{ id: number; reason: string; confirmable_at: Date } | null> {
  const { rows } = await tx.db.execute<{ id: number; reason: string; confirmable_at: Date }>(sql`
    SELECT id, reason, confirmable_at FROM server_deletions
    WHERE server_id = ${id}::bigint AND confirmed_at IS NULL AND cancelled_at IS NULL`);
  return rows[0] ?? null;
}

/** @throws RefusedError with the reason and, where there is one, the date */
export async function refuseEarlyDeletion(tx: Context, id: number): Promise<void> {
  const why = await whyNoDeletion(tx, id);
  if (why) throw new RefusedError(why, { serverId: id });
}
