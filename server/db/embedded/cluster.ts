import { randomBytes } from 'node:crypto';
import {
  chmod,
  chown,
  lstat,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../log.ts';
import type { Binaries } from './binaries.ts';
import { makeReachableDirectory, rootsOwnPlace } from './directories.ts';
import { canEnter, type Identity, isAlive, runAs, serverIdentity } from './run-as.ts';

/** A database cluster on disk. All paths are real ones: the link in the data directory may be out of the server's reach. */
export interface Cluster {
  /** Holds the other three. */
  directory: string;
  /** PostgreSQL's own, 0700. */
  data: string;
  logFile: string;
  passwordFile: string;
}

export const superuser = 'postgres';

/** The cluster of a data directory, or undefined if none was made yet. */
export async function findCluster(dataDir: string): Promise<Cluster | undefined> {
  const link = join(dataDir, 'postgres');
  if (!(await lstat(link).catch(() => undefined))) return undefined;
  const directory = await realpath(link).catch(() => {
    throw new Error(
      `${link} points to a database that is gone. Restore it, or remove the link to start empty.`,
    );
  });
  return clusterIn(directory);
}

/** A cluster runs as whoever owns its files. Throws a sentence if that is neither us nor in root's power. */
export async function ownerOf(cluster: Cluster): Promise<Identity> {
  const { uid, gid } = await stat(cluster.data);
  if (process.getuid === undefined || process.getuid() === uid) return {};
  if (process.getuid() === 0) return { uid, gid };
  throw new Error(
    `The database in ${cluster.directory} belongs to user ${uid}, not to you. Start as that user or as root, or set DATA_DIR elsewhere.`,
  );
}

/** Refuses data of another major version: PostgreSQL would only say "incompatible" in its log. */
export async function checkVersion(cluster: Cluster, major: string): Promise<void> {
  const found = (await readFile(join(cluster.data, 'PG_VERSION'), 'utf8')).trim();
  if (found === major) return;
  throw new Error(
    `The database in ${cluster.directory} was made by PostgreSQL ${found}, and this release brings PostgreSQL ${major}. Start the former release and export it, or set DATABASE_URL to a PostgreSQL ${found}.`,
  );
}

/**
 * Makes an empty cluster for `dataDir`. It appears by one rename, so a start that is killed leaves none, and of
 * several starts at once the first wins and the others take its cluster. Where the server's account cannot
 * enter `dataDir`, the cluster lies in root's own place and `dataDir` holds a link to it.
 */
export async function createCluster(
  { dataDir, binaries, log, sync }: { dataDir: string; binaries: Binaries; log: Log; sync: boolean },
  identity: Identity,
): Promise<Cluster> {
  const reachable = await canEnter(identity, dataDir);
  const home = reachable ? dataDir : rootsOwnPlace;
  await makeReachableDirectory(home);
  await removeAbandoned(home);
  const making = join(home, `postgres-new.${process.pid}.${randomBytes(4).toString('hex')}`);
  await mkdir(making);
  await chmod(making, 0o755);
  await initialise(clusterIn(making), { binaries, sync }, identity);
  await publish({ making, link: join(dataDir, 'postgres'), reachable });
  const cluster = await findCluster(dataDir);
  if (!cluster) throw new Error(`The database made in ${dataDir} has vanished.`);
  log.info('database cluster ready', { directory: cluster.directory });
  return cluster;
}

function clusterIn(directory: string): Cluster {
  const inside = (name: string) => join(directory, name);
  return {
    directory,
    data: inside('data'),
    logFile: inside('postgres.log'),
    passwordFile: inside('superuser-password'),
  };
}

async function initialise(
  cluster: Cluster,
  { binaries, sync }: { binaries: Binaries; sync: boolean },
  identity: Identity,
): Promise<void> {
  await mkdir(cluster.data, { mode: 0o700 });
  await writeFile(cluster.passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  await give([cluster.data, cluster.passwordFile], identity);
  const { code, output } = await runAs(
    identity,
    binaries.initdb,
    initdbArguments(cluster, sync),
    cluster.directory,
  );
  if (code !== 0) {
    await rm(cluster.directory, { recursive: true, force: true });
    throw new Error(`The bundled PostgreSQL could not make a database: ${output}`);
  }
  if (process.getuid) await chown(cluster.passwordFile, process.getuid(), process.getgid?.() ?? 0);
}

// The built-in locale needs none of the system's, and sorts alike on every machine.
function initdbArguments(cluster: Cluster, sync: boolean): string[] {
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '-E', 'UTF8'];
  const access = ['-A', 'scram-sha-256', '-U', superuser, `--pwfile=${cluster.passwordFile}`];
  return ['-D', cluster.data, ...locale, ...access, ...(sync ? [] : ['--no-sync'])];
}

async function give(paths: string[], identity: Identity): Promise<void> {
  if (identity.uid === undefined) return;
  for (const path of paths) await chown(path, identity.uid, identity.gid ?? identity.uid);
}

async function publish({ making, link, reachable }: { making: string; link: string; reachable: boolean }) {
  const settled = making.replace('postgres-new.', 'postgres-');
  try {
    if (reachable) return await rename(making, link);
    await rename(making, settled);
    await symlink(settled, link);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!['EEXIST', 'ENOTEMPTY', 'ENOTDIR', 'EPERM'].includes(code)) throw error;
    for (const loser of [making, settled]) await rm(loser, { recursive: true, force: true });
  }
}

async function removeAbandoned(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const maker = /^postgres-new\.(\d+)\./.exec(name)?.[1];
    if (maker && !isAlive(Number(maker))) await rm(join(home, name), { recursive: true, force: true });
  }
}

/** Who a cluster of this data directory runs as: its owner, or whoever is fit to make it. */
export async function identityFor(cluster: Cluster | undefined): Promise<Identity> {
  return cluster ? ownerOf(cluster) : serverIdentity();
}
