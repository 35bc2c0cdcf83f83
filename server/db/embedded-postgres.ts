import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import { findBinaryPackage, reachableBinaries } from './embedded/binaries.ts';
import { type Cluster, checkVersion, createCluster, findCluster, identityFor } from './embedded/cluster.ts';
import { makeReachableDirectory, rootsOwnPlace } from './embedded/directories.ts';
import { joinOrLaunch, type RunningServer, urlOf } from './embedded/join-or-launch.ts';
import { readPostmaster, untilGone } from './embedded/postmaster.ts';
import { isAlive } from './embedded/run-as.ts';
import { watchOver } from './embedded/watchdog.ts';

export interface EmbeddedPostgres {
  /** A connection string for one database of the server; it holds the superuser's password. */
  url(database: string): string;
  /** The same as the application's role, which `ensureRole` makes: it owns nothing. */
  appUrl(database: string): string;
  port: number;
  /** True if the server was already running: another process's, or left behind by one that died. */
  adopted: boolean;
  /** Stops the server if it is ours. A server of another living process is left to that process. */
  stop(): Promise<void>;
}

/**
 * Starts the bundled PostgreSQL 18 on the cluster in `dataDir`/postgres, made on first use, or joins the server
 * that already runs on it. Loopback only, behind a random password. `settings` are server settings, as in
 * postgresql.conf. Runs as root too (the server then as `postgres` or `nobody`). The process that starts the
 * server owns it: it stops with it, however that dies, and then other processes on the same data lose it.
 * Throws a sentence to print if it cannot. Linux; macOS and Windows are untested, and Windows has no watchdog.
 */
export async function startEmbeddedPostgres({
  dataDir,
  log,
  settings = {},
}: {
  dataDir: string;
  log: Log;
  settings?: Record<string, string>;
}): Promise<EmbeddedPostgres> {
  await makeReachableDirectory(dataDir);
  const found = await findCluster(dataDir);
  const identity = await identityFor(found);
  const copiesIn = process.getuid?.() === 0 ? rootsOwnPlace : join(dataDir, 'postgres-programs');
  const binaries = await reachableBinaries(await findBinaryPackage(), identity, copiesIn);
  const sync = settings.fsync !== 'off';
  const cluster = found ?? (await createCluster({ dataDir, binaries, log, sync }, identity));
  await checkVersion(cluster, binaries.major);
  const password = await readPassword(cluster);
  const running = await joinOrLaunch({ cluster, binaries, password, settings }, identity);
  return handleOf(running, { cluster, password, log });
}

async function readPassword(cluster: Cluster): Promise<string> {
  const text = await readFile(cluster.passwordFile, 'utf8').catch((cause: Error) => {
    throw new Error(`The database's password cannot be read from ${cluster.passwordFile}.`, { cause });
  });
  return text.trim();
}

function handleOf(
  { postmaster, ours, child }: RunningServer,
  { cluster, password, log }: { cluster: Cluster; password: string; log: Log },
): EmbeddedPostgres {
  const { pid, port } = postmaster;
  const release = ours ? watchOver(cluster, pid) : () => {};
  let stopping: Promise<void> | undefined;
  child?.once('exit', (code, signal) => {
    release();
    if (!stopping) log.error('database server ended by itself', { code, signal, logFile: cluster.logFile });
  });
  log.info('database server ready', { port, adopted: !child, ours });
  return {
    url: (database) => urlOf({ port, password, database }),
    appUrl: (database) => urlOf({ port, password: appPassword(password), database, user: APP_ROLE }),
    port,
    adopted: !child,
    stop: () => {
      stopping ??= ours ? shutDown(cluster, pid).finally(release) : Promise.resolve();
      return stopping;
    },
  };
}

/** Who the application is to the bundled server. */
const APP_ROLE = 'skypanel_app';

/** Follows from the superuser's, so that there is one file to keep, and does not tell it. */
function appPassword(password: string): string {
  return createHmac('sha256', password).update(APP_ROLE).digest('base64url');
}

/** Fast shutdown; after half a minute an immediate one, which the next start repairs from the write-ahead log. */
async function shutDown(cluster: Cluster, pid: number): Promise<void> {
  const steps = [
    { signal: 'SIGINT', limitMs: 30_000 },
    { signal: 'SIGQUIT', limitMs: 10_000 },
  ] as const;
  for (const { signal, limitMs } of steps) {
    if (!isAlive(pid) || (await readPostmaster(cluster))?.pid !== pid) return;
    process.kill(pid, signal);
    if (await untilGone(cluster, pid, limitMs)) return;
  }
  throw new Error(`The database server (process ${pid}) does not stop.`);
}
