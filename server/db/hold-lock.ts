import pg from 'pg';

/**
 * Waits for an advisory lock, and holds it on a connection of its own, without time limits, until what it returns is
 * called or this process ends. Locks lie in the database of the address: all who compete name the same one.
 */
export async function holdLock(url: string, lock: number): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true });
  client.on('error', () => {}); // the lock goes with the connection: then the next one may begin, as after a crash
  const release = () => client.end().catch(() => {});
  try {
    await client.connect();
    await client.query('SELECT pg_advisory_lock($1)', [lock]);
    return release;
  } catch (error) {
    await release();
    throw error;
  }
}
