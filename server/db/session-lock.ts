import type { Context } from '../context.ts';
import type { Database } from './client.ts';

/** Undoes a lock. */
export type Unlock = () => Promise<void>;

/**
 * Takes an advisory lock on a connection of its own, or returns null while somebody has it. It dies with that
 * connection, so a killed process holds nobody up, and lasts as long as a stopped one. `key` is one number of the whole
 * database, or a pair: a kind and one of its things.
 * @throws Error inside a transaction, where no other connection can be had and no outside may be waited for
 */
export async function trySessionLock(
  ctx: Pick<Context, 'db' | 'inTransaction'>,
  key: readonly [number] | readonly [number, number],
): Promise<Unlock | null> {
  const connection = await poolOf(ctx).connect();
  const places = key.length === 1 ? '$1::bigint' : '$1::int, $2::int';
  try {
    const { rows } = await connection.query<{ locked: boolean }>(
      `SELECT pg_try_advisory_lock(${places}) AS locked`,
      [...key],
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
      await connection.query(`SELECT pg_advisory_unlock(${places})`, [...key]);
      connection.release();
    } catch {
      // Closing the connection gives the lock back as well.
      connection.release(true);
    }
  };
}

function poolOf({ db, inTransaction }: Pick<Context, 'db' | 'inTransaction'>): Database['$client'] {
  if (inTransaction || !('$client' in db))
    throw new Error('A lock that outlives transactions is taken outside of them');
  return db.$client;
}
