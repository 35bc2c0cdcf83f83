import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { systemClock } from '../../clock.ts';
import type { Cluster } from './cluster.ts';
import { type Identity, isAlive, serverEnvironment } from './run-as.ts';

/** What postmaster.pid says. The file outlives a server that was killed, so it is a claim, not a proof. */
export interface Postmaster {
  pid: number;
  port: number;
  ready: boolean;
}

const POLL_MS = 20;
const RECOVERY_LIMIT_MS = 10 * 60_000;
// Removing its file is a server's last act. A zombie whose parent never looks answers to its number for ever.
const FAREWELL_MS = 1_000;
const LOG_LIMIT_BYTES = 10_000_000;

/** Reads postmaster.pid; undefined if there is none or it is half written. */
export async function readPostmaster(cluster: Cluster): Promise<Postmaster | undefined> {
  const text = await readFile(pidFile(cluster), 'utf8').catch(() => '');
  const lines = text.split('\n').map((line) => line.trim());
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 && port > 0 ? { pid, port, ready: lines[7] === 'ready' } : undefined;
}

export function pidFile(cluster: Cluster): string {
  return join(cluster.data, 'postmaster.pid');
}

/**
 * Starts the server on a free loopback port. Undefined if it ended before it was ready: another server holds
 * the data, or someone took the port in between; the log file says which.
 */
export async function launch(
  { cluster, program, settings }: { cluster: Cluster; program: string; settings: Record<string, string> },
  identity: Identity,
): Promise<{ child: ChildProcess; postmaster: Postmaster } | undefined> {
  const port = await freePort();
  const log = await openLog(cluster);
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(program, ['-D', cluster.data, '-p', String(port), ...options], {
    ...identity,
    cwd: cluster.directory,
    env: serverEnvironment,
    detached: true, // Ctrl-C reaches the whole group, and the server must outlive the application's last write
    stdio: ['ignore', log.fd, log.fd],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  await log.close();
  child.unref();
  const postmaster = await untilReady(cluster, child);
  if (postmaster) return { child, postmaster };
  if (child.pid !== undefined) child.kill('SIGQUIT');
  await ended;
  return undefined;
}

/** Waits until the server of that number is gone. False if it is still there after `limitMs`. */
export async function untilGone(cluster: Cluster, pid: number, limitMs: number): Promise<boolean> {
  let farewellMs = FAREWELL_MS;
  for (let waited = 0; waited < limitMs && farewellMs > 0; waited += POLL_MS) {
    if (!isAlive(pid)) return true;
    if ((await readPostmaster(cluster))?.pid !== pid) farewellMs -= POLL_MS;
    await systemClock.sleep(POLL_MS);
  }
  return farewellMs <= 0;
}

/** The end of the server's log: what an error message quotes. */
export async function logTail(cluster: Cluster): Promise<string> {
  const text = await readFile(cluster.logFile, 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-5).join('\n');
}

async function untilReady(cluster: Cluster, child: ChildProcess): Promise<Postmaster | undefined> {
  // Long, because a server that was killed replays its log before it is ready.
  for (let waited = 0; waited < RECOVERY_LIMIT_MS; waited += POLL_MS) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return undefined;
    const postmaster = await readPostmaster(cluster);
    if (postmaster?.ready && postmaster.pid === child.pid) return postmaster;
    await systemClock.sleep(POLL_MS);
  }
  return undefined;
}

async function openLog(cluster: Cluster) {
  const size = await stat(cluster.logFile).then(
    (file) => file.size,
    () => 0,
  );
  if (size > LOG_LIMIT_BYTES) await rename(cluster.logFile, `${cluster.logFile}.1`);
  return open(cluster.logFile, 'a', 0o600);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address
          ? resolve(address.port)
          : reject(new Error('No port is free.')),
      );
    });
  });
}
