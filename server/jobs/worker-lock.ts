import pg from 'pg';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';

/** The first half of the advisory locks that are worker heartbeats; the second is the hash of the pool's id. */
const WORKER_LOCKS = 7001;
const REAP_EVERY_MS = 2000;

export interface WorkerLock {
  release(): Promise<void>;
}

/**
 * Holds the advisory lock of a worker pool on a connection of its own for as long as the process lives: when it
 * dies, the connection dies, and every other instance sees within seconds that its jobs are nobody's. Every two
 * seconds frees the jobs of pools whose lock is gone, once two looks in a row found it gone: a pool that has only
 * just started may be a moment ahead of its lock.
 */
export function holdWorkerLock(input: {
  databaseUrl: string;
  poolId: string;
  clock: Clock;
  log: Log;
}): WorkerLock {
  const stopping = new AbortController();
  const loop = keepHolding(input, stopping.signal);
  return {
    release: async () => {
      stopping.abort();
      await loop;
    },
  };
}

async function keepHolding(
  { databaseUrl, poolId, clock, log }: Parameters<typeof holdWorkerLock>[0],
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const client = new pg.Client({
      connectionString: databaseUrl,
      keepAlive: true,
      application_name: 'worker heartbeat',
    });
    client.on('error', () => {}); // the next query says it too, and is answered below
    try {
      await client.connect();
      await client.query('SET tcp_keepalives_idle = 10');
      await client.query('SELECT pg_advisory_lock($1, hashtext($2))', [WORKER_LOCKS, poolId]);
      await reapUntil(client, { clock, log, signal });
    } catch (error) {
      if (!signal.aborted) log.warn('worker heartbeat lost, taking it up again', { error: String(error) });
      await clock.sleep(REAP_EVERY_MS, signal).catch(() => {});
    } finally {
      await client.end().catch(() => {});
    }
  }
}

async function reapUntil(
  client: pg.Client,
  { clock, log, signal }: { clock: Clock; log: Log; signal: AbortSignal },
) {
  let suspects = new Set<string>();
  while (!signal.aborted) {
    const dead = await poolsWithoutLock(client);
    const confirmed = dead.filter((poolId) => suspects.has(poolId));
    if (confirmed.length > 0) {
      await client.query('SELECT graphile_worker.force_unlock_workers($1::text[])', [confirmed]);
      log.warn('freed the jobs of workers that died', { pools: confirmed });
    }
    suspects = new Set(dead);
    await clock.sleep(REAP_EVERY_MS, signal).catch(() => {});
  }
}

async function poolsWithoutLock(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ locked_by: string }>(
    `SELECT DISTINCT locked_by FROM graphile_worker.jobs WHERE locked_by IS NOT NULL AND NOT EXISTS (
       SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = $1::oid
         AND objid = (hashtext(locked_by)::bigint & 4294967295)::oid
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))`,
    [WORKER_LOCKS],
  );
  return rows.map((row) => row.locked_by);
}
