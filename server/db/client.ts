import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import * as schema from '#shared/schema/index.ts';
import type { Log } from '../log.ts';
import { ExactClient, exactTypes } from './exact-types.ts';

/** The database outside a transaction: each query takes a connection of its own from the pool. */
export type Database = NodePgDatabase<typeof schema> & { $client: pg.Pool };

/** The database inside one transaction. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

export interface DatabaseHandle {
  pool: pg.Pool;
  db: Database;
  /** Waits for borrowed connections, then closes all. */
  close(): Promise<void>;
}

interface PoolOptions {
  url: string;
  log: Log;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  /** Default 10. */
  maxConnections?: number;
}

/** Nothing waits for ever. Milliseconds. */
const limits = {
  connectionTimeoutMillis: 5_000,
  statement_timeout: 60_000,
  // Later than the server's own limit, which leaves the connection usable; this one is for a dead network.
  query_timeout: 65_000,
  lock_timeout: 15_000,
  idle_in_transaction_session_timeout: 30_000,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
};

/** The product's own pool and Drizzle on it, with the exact types of `exactTypes` whichever of the two is asked. */
export function createDatabase(options: PoolOptions): DatabaseHandle {
  const pool = newPool(options, { types: exactTypes, Client: ExactClient });
  const db = drizzle(pool, { schema, casing: 'snake_case' });
  return { pool, db, close: () => pool.end() };
}

/** The connection string a database was opened with; it holds a password. */
export function urlOf(db: Database): string {
  const { connectionString } = db.$client.options;
  if (!connectionString) throw new Error('A pool of ours is opened by its connection string');
  return connectionString;
}

/** Drizzle on one connection of a pool of ours. */
export function onConnection(connection: pg.PoolClient): NodePgDatabase<typeof schema> {
  const known = onConnections.get(connection);
  if (known) return known;
  const db = drizzle(connection, { schema, casing: 'snake_case' });
  onConnections.set(connection, db);
  return db;
}

/** Made once a connection, not once a transaction: Drizzle reads the whole schema for it. */
const onConnections = new WeakMap<pg.PoolClient, NodePgDatabase<typeof schema>>();

/** A pool with the same limits and the driver's usual types: for libraries, some of which cannot take a bigint. */
export function createLibraryPool(options: PoolOptions): pg.Pool {
  return newPool(options, {});
}

function newPool(
  { url, log, applicationName, maxConnections = 10 }: PoolOptions,
  extra: pg.PoolConfig,
): pg.Pool {
  const pool = new pg.Pool({
    ...limits,
    ...extra,
    connectionString: url,
    application_name: applicationName,
    max: maxConnections,
    options: '-c timezone=UTC',
  });
  // Without these two, a server that restarts would end the process.
  // Once the pool is told to end, a server that is faster than its good-byes is no news.
  pool.on('error', (error) => pool.ending || log.warn('idle database connection lost', { error }));
  pool.on('connect', (client) => {
    client.on('error', (error) => pool.ending || log.warn('database connection lost', { error }));
  });
  return pool;
}
