import type { ChildProcess } from 'node:child_process';
import pg from 'pg';
import { systemClock } from '../../clock.ts';
import type { Binaries } from './binaries.ts';
import { type Cluster, superuser } from './cluster.ts';
import { launch, logTail, type Postmaster, readPostmaster } from './postmaster.ts';
import { type Identity, isAlive } from './run-as.ts';

export interface RunningServer {
  postmaster: Postmaster;
  /** Whether this process is the one to stop it. */
  ours: boolean;
  /** Absent if the server was running before. */
  child?: ChildProcess;
}

const START_LIMIT_MS = 20_000;
const RETRY_MS = 200;
// So many failures in a row with nobody holding the data: it is not a matter of patience.
const BASELESS_LIMIT = 5;
// A dead owner's watchdog stops the server within this time; what still runs after it is an orphan.
const WATCHDOG_MS = 700;

/**
 * Joins the server that runs on the cluster, or launches one, for up to 20 seconds: another start may hold the
 * data, a former server may still be ending, the port may be taken in between. All of that passes.
 */
export async function joinOrLaunch(
  server: { cluster: Cluster; binaries: Binaries; password: string; settings: Record<string, string> },
  identity: Identity,
): Promise<RunningServer> {
  const { cluster, binaries, password } = server;
  const settings = { ...ourSettings(), ...server.settings };
  let baseless = 0;
  for (let waited = 0; waited < START_LIMIT_MS && baseless < BASELESS_LIMIT; waited += RETRY_MS) {
    const running = await findRunning(cluster, password);
    if (running) return running;
    const launched = await launch({ cluster, program: binaries.postgres, settings }, identity);
    if (launched) return { ...launched, ours: true };
    baseless = (await readPostmaster(cluster)) ? 0 : baseless + 1;
    await systemClock.sleep(RETRY_MS);
  }
  throw new Error(
    `The bundled PostgreSQL does not start. The end of ${cluster.logFile}:\n${await logTail(cluster)}`,
  );
}

/** The connection string of one database on the loopback port. */
export function urlOf({
  port,
  password,
  database,
  user = superuser,
}: {
  port: number;
  password: string;
  database: string;
  user?: string;
}): string {
  return `postgres://${user}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

function ourSettings(): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    tcp_keepalives_idle: '10',
    // Travels with the server, so that whoever joins knows whose it is. PostgreSQL ignores unknown prefixes.
    'embedded.owner_pid': String(process.pid),
  };
}

/** The server on this cluster; ours if its owner died and left it behind; not one that is about to be stopped. */
async function findRunning(cluster: Cluster, password: string): Promise<RunningServer | undefined> {
  const first = await probe(cluster, password);
  if (!first) return undefined;
  if (isAlive(first.ownerPid)) return { postmaster: first.postmaster, ours: false };
  await systemClock.sleep(WATCHDOG_MS);
  const second = await probe(cluster, password);
  return second?.postmaster.pid === first.postmaster.pid
    ? { postmaster: first.postmaster, ours: true }
    : undefined;
}

async function probe(cluster: Cluster, password: string) {
  const postmaster = await readPostmaster(cluster);
  if (!postmaster?.ready) return undefined;
  const connectionString = urlOf({ port: postmaster.port, password, database: 'postgres' });
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000, query_timeout: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const reply = await client.query<{ data: string; owner: string }>(
      `SELECT current_setting('data_directory') AS data, current_setting('embedded.owner_pid') AS owner`,
    );
    const row = reply.rows[0];
    return row?.data === cluster.data ? { postmaster, ownerPid: Number(row.owner) } : undefined;
  } catch {
    return undefined; // a stale file: no server there, or not this one
  } finally {
    await client.end().catch(() => {});
  }
}
