import type { Context } from '../../context.ts';
import type { Database } from '../../db/client.ts';

/** Of the whole installation: only one instance sweeps at a time. */
const lockKey = 7_101;

/** Undoes the lock. */
export type Unlock = () => Promise<void>;

/**
 * Takes the lock for sweeping on a connection of its own, or returns null while another instance has it. It dies with
 * that connection, so a killed process holds nobody up.
 */
export async function tryLockSweep(ctx: Context): Promise<Unlock | null> {
  const connection = await poolOf(ctx).connect();
  try {
    const { rows } = await connection.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS locked',
      [lockKey],
    );
    if (!rows[0]?.locked) {
      connection.release();
      return null;
    }
  } catch (error) {
    connection.release(true);
    throw error;
  }
  return async () => {
    try {
      await connection.query('SELECT pg_advisory_unlock($1)', [lockKey]);
      connection.release();
    } catch {
      // Closing the connection gives the lock back as well.
      connection.release(true);
    }
  };
}

/** @throws Error inside a transaction, where no other connection can be had and no panel may be waited for. */
function poolOf(ctx: Context): Database['$client'] {
  if (ctx.inTransaction || !('$client' in ctx.db))
    throw new Error('servers are observed outside of transactions');
  return ctx.db.$client;
}
