import pg from 'pg';

// Any number will do, as long as all instances of all releases agree on it.
const LOCK = 7_001;

/**
 * Of several processes that start at once, one makes the demo and the others wait until it stands: a half-made one is
 * thrown away by whoever finds it. The lock lies in the live database, on a connection of its own without time limits.
 * Returns what lets the others go on; so does the end of this process.
 */
export async function lockDemo(url: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true });
  client.on('error', () => {}); // the lock is lost with the connection: then the next one may begin, as after a crash
  const release = () => client.end().catch(() => {});
  try {
    await client.connect();
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    return release;
  } catch (error) {
    await release();
    throw error;
  }
}
