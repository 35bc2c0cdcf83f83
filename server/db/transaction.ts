import type { PgTransactionConfig } from 'drizzle-orm/pg-core';
import { type Database, onConnection, type Transaction } from './client.ts';

const TRIES = 4;
const RETRYABLE = new Set(['40001', '40P01']); // serialization failure, deadlock: both mean "try again"

/**
 * Runs `work` in a transaction: the one `ctx` is in already, or a new one that commits when `work` resolves and
 * rolls back when it throws. Where it opens the transaction, a deadlock or serialization failure repeats all of
 * `work`, up to three times, so `work` must change nothing outside the database.
 */
export async function withTransaction<C extends { db: Database | Transaction; inTransaction: boolean }, T>(
  ctx: C,
  work: (ctx: C) => Promise<T>,
): Promise<T> {
  if (ctx.inTransaction) return work(ctx);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await onOneConnection(poolOf(ctx.db), (db) => work({ ...ctx, db, inTransaction: true }));
    } catch (error) {
      if (attempt === TRIES || !RETRYABLE.has(sqlState(error) ?? '')) throw error;
    }
  }
}

/**
 * Runs `work` on one state of the database, as it is now, whatever is written meanwhile; a write in it is refused by
 * the database itself.
 */
export async function withSnapshot<C extends { db: Database | Transaction; inTransaction: boolean }, T>(
  ctx: C,
  work: (ctx: C) => Promise<T>,
): Promise<T> {
  return onOneConnection(poolOf(ctx.db), (db) => work({ ...ctx, db, inTransaction: true }), {
    isolationLevel: 'repeatable read',
    accessMode: 'read only',
  });
}

/**
 * Drizzle's own way from a pool keeps the connection for ever when `begin` fails, and hides the error of the work
 * when `rollback` fails: ten lost connections would silence a process. So the connection is ours to give back: whole
 * after a commit or a rollback that was answered, else to be thrown away, and the server rolls back by itself.
 */
async function onOneConnection<T>(
  pool: Database['$client'],
  work: (db: Transaction) => Promise<T>,
  config?: PgTransactionConfig,
): Promise<T> {
  const connection = await pool.connect();
  let failure: { error: unknown } | undefined;
  try {
    const result = await onConnection(connection).transaction(async (db) => {
      try {
        return await work(db);
      } catch (error) {
        failure = { error };
        throw error;
      }
    }, config);
    connection.release();
    return result;
  } catch (error) {
    connection.release(failure?.error !== error);
    throw failure ? failure.error : error;
  }
}

/** Outside a transaction `db` is the whole database: `inTransaction` says so. */
function poolOf(db: Database | Transaction): Database['$client'] {
  if ('$client' in db) return db.$client;
  throw new Error('A context outside a transaction has the database itself');
}

/** The five characters of PostgreSQL behind an error ('23505': unique), if it came from there. Drizzle hides it in `cause`. */
export function sqlState(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const { code } = at as { code?: unknown };
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code;
  }
  return undefined;
}
