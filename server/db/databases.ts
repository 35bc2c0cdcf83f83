import { isIP } from 'node:net';
import pg from 'pg';
import { sqlState } from './transaction.ts';

/** The same server and user, another database. */
export function withDatabaseName(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(name)}`;
  return changed.href;
}

/** The name of the database in a connection string. */
export function databaseName(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

/** Makes the named database if it is missing; several may ask at once. Throws the driver's error if it cannot connect. */
export async function ensureDatabase(url: string): Promise<void> {
  if (await exists(url)) return;
  const name = pg.escapeIdentifier(databaseName(url));
  await onOwnConnection(withDatabaseName(url, 'postgres'), (client) =>
    client.query(`CREATE DATABASE ${name}`),
  ).catch((error: unknown) => {
    // Made by another since we looked: 42P04 after it, 23505 in the same instant.
    if (!['42P04', '23505'].includes(sqlState(error) ?? '')) throw error;
  });
}

/** Drops the named database, whoever is connected to it; it is no error when there is none. */
export async function dropDatabase(url: string): Promise<void> {
  await onOwnConnection(withDatabaseName(url, 'postgres'), (client) =>
    client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(databaseName(url))} WITH (FORCE)`),
  );
}

/** Whether the connection string points to this machine; scripts that write refuse any other. */
export function isLocalDatabase(url: string): boolean {
  const { hostname, searchParams } = new URL(url);
  const host = (searchParams.get('host') ?? decodeURIComponent(hostname)).replace(/^\[|\]$/g, '');
  if (host === '' || host === 'localhost' || host.startsWith('/')) return true;
  return (isIP(host) === 4 && host.startsWith('127.')) || host === '::1';
}

// Asked of the database itself: a user of a hosted PostgreSQL may not be let into any other.
async function exists(url: string): Promise<boolean> {
  try {
    await onOwnConnection(url, async () => {});
    return true;
  } catch (error) {
    if (sqlState(error) === '3D000') return false;
    throw error;
  }
}

/** Runs `work` on a connection of its own, closed at the end. */
export async function onOwnConnection<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    query_timeout: 60_000,
  });
  client.on('error', () => {}); // told by the query as well
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end();
  }
}
