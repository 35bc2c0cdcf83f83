import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { ConflictError, NotFoundError } from '../../errors.ts';
import { lockWalletsOf } from '../ledger/lock-wallets.ts';

/** Where a server's billing stands. */
export interface LockedMeter {
  serverId: number;
  billedUntil: Date;
  setAside: { reason: string; since: Date } | null;
}

/**
 * The meter of a server, with billing kept away from it until the transaction ends: a batch locks the wallets of its
 * customers before it reads what a server has, so whoever holds the wallet changes what was not yet read.
 * @throws NotFoundError; ConflictError when the server changed hands this very moment
 */
export async function lockMeter(tx: Context, serverId: number): Promise<LockedMeter> {
  const owner = sql`SELECT customer_id FROM server_meters WHERE server_id = ${serverId}::bigint`;
  const wallets = await lockWalletsOf(tx, owner);
  const { rows } = await tx.db.execute<{
    customer_id: number;
    billed_until: Date;
    reason: string | null;
    since: Date | null;
  }>(sql`
    SELECT customer_id, billed_until, set_aside_reason AS reason, set_aside_since AS since FROM server_meters
    WHERE server_id = ${serverId}::bigint`);
  const [row] = rows;
  if (!row) throw new NotFoundError('server', { id: serverId });
  if (!wallets.has(row.customer_id)) {
    throw new ConflictError('The server changed hands just now: look at it again, then repeat.');
  }
  const { reason, since } = row;
  return { serverId, billedUntil: row.billed_until, setAside: reason && since ? { reason, since } : null };
}
