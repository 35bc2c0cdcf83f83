import { randomInt } from 'node:crypto';
import { chmod, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { systemClock } from '../../server/clock.ts';
import { ensureDatabase } from '../../server/db/databases.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../server/db/embedded-postgres.ts';
import { migrate } from '../../server/db/migrate.ts';
import { silentLog } from '../../server/log.ts';

const DATABASE = 'torture';

/** A database server of the torture's own, with all its safeguards on, that can lose its power. */
export interface RestartablePostgres {
  /** Of the migrated database; the same for as long as it lives. */
  url: string;
  /** For scratch files; goes with the server. */
  directory: string;
  /** Immediate shutdown, as a crash, and a start on the same data and port. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

/** Makes it in a directory that `close` removes. */
export async function startRestartablePostgres(): Promise<RestartablePostgres> {
  const directory = await mkdtemp(join(await realpath(tmpdir()), 'torture-'));
  await chmod(directory, 0o755); // as root, the server runs under another account
  const settings = { port: String(await freePort()), max_connections: '200', log_checkpoints: 'off' };
  const start = () => startEmbeddedPostgres({ dataDir: directory, log: silentLog, settings });
  let server: EmbeddedPostgres = await start();
  const url = server.url(DATABASE);
  const close = async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await ensureDatabase(url);
    await migrate({ url, log: silentLog });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    url,
    directory,
    close,
    crash: async () => {
      await endAtOnce(directory);
      server = await start();
    },
  };
}

async function endAtOnce(directory: string): Promise<void> {
  const pidFile = join(directory, 'postgres', 'data', 'postmaster.pid');
  const pid = Number((await readFile(pidFile, 'utf8')).split('\n')[0]);
  process.kill(pid, 'SIGQUIT');
  for (let waited = 0; waited < 10_000; waited += 20) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await systemClock.sleep(20);
  }
  throw new Error('The database server outlived its immediate shutdown.');
}

/** Rows of one statement on a connection of its own. */
export async function queryOnce<Row extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    query_timeout: 60_000,
    application_name: 'torture',
  });
  client.on('error', () => {}); // told by the query as well
  try {
    await client.connect();
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * Below those that systems give to outgoing connections: while the server is down, one of its many clients might
 * be given its port, even to connect to itself, and keep the server from coming back.
 */
async function freePort(): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const port = randomInt(15_000, 30_000);
    if (await isFree(port)) return port;
  }
  throw new Error('No port is free.');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
