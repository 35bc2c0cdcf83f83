import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { capturingLog, silentLog } from '../log.ts';
import { findBinaryPackage, reachableBinaries } from './embedded/binaries.ts';
import { type Identity, runAs, serverIdentity } from './embedded/run-as.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

const program = fileURLToPath(new URL('../testing/embedded-app.ts', import.meta.url));
const checkout = fileURLToPath(new URL('../..', import.meta.url));
const nobody: Identity = { uid: 65_534, gid: 65_534 };
const isRoot = process.getuid?.() === 0;
const othersMayRead = isRoot && (await runAs(nobody, '/bin/sh', ['-c', `test -r "${program}"`])).code === 0;

/** Ourselves; and, where root can pretend to be one and the checkout lets it in, an ordinary user. */
const users: [string, Identity][] = [
  [isRoot ? 'root' : 'an ordinary user', {}],
  ...(othersMayRead ? [['an ordinary user', nobody] as [string, Identity]] : []),
];

let directory: string;
let apps: ChildProcess[];

beforeEach(async () => {
  apps = [];
  directory = await mkdtemp(join(await realpath(tmpdir()), 'embedded-'));
  await chmod(directory, 0o755);
});
afterEach(async () => {
  for (const app of apps) {
    app.kill('SIGKILL');
    if (app.exitCode === null && app.signalCode === null) await once(app, 'exit');
  }
  try {
    await expect.poll(() => serversOf(directory), { timeout: 10_000 }).toEqual([]);
  } finally {
    for (const pid of serversOf(directory)) process.kill(pid, 'SIGKILL'); // a red test leaves nothing either
    await rm(directory, { recursive: true, force: true });
  }
});

interface Said {
  port: number;
  adopted: boolean;
  url: string;
  problem?: string;
}

/** Runs the program in a process of its own and waits for what it says. */
async function run(dataDir: string, identity: Identity = {}) {
  const app = spawn(process.execPath, ['--import', 'tsx', program, dataDir], {
    ...identity,
    cwd: checkout,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  apps.push(app);
  const [line] = (await once(createInterface(app.stdout), 'line')) as [string];
  return { app, said: JSON.parse(line) as Said };
}

async function stop(app: ChildProcess) {
  app.stdin?.end();
  const [code] = await once(app, 'exit');
  expect(code).toBe(0);
}

async function ask<T>(url: string, statement: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows as T[];
  } finally {
    await client.end();
  }
}

/** Server processes, and watchdogs, that name this directory: the whole truth about what is left. */
function serversOf(path: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => commandOf(pid).includes(path) && !commandOf(pid).includes('embedded-app'))
    .map(Number);
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // gone since we listed it
  }
}

async function serverPid(dataDir: string): Promise<number> {
  return Number((await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8')).split('\n')[0]);
}

/** What depends on who starts it: whether the server may enter the place, and as whom it runs. */
describe.each(users)('as %s', (_, identity) => {
  let dataDir: string;
  beforeEach(async () => {
    if (identity.uid !== undefined) await chown(directory, identity.uid, identity.gid ?? identity.uid);
    dataDir = join(directory, 'new', 'data dir');
  });

  test('it starts on nothing, keeps its data over a restart, and leaves no process', async () => {
    const first = await run(dataDir, identity);
    expect(first.said).toMatchObject({ adopted: false });
    await ask(first.said.url, 'CREATE TABLE kept AS SELECT 7 AS seven');
    await stop(first.app);
    expect(serversOf(directory)).toEqual([]);

    const second = await run(dataDir, identity);
    expect(await ask(second.said.url, 'SELECT seven FROM kept')).toEqual([{ seven: 7 }]);
    await stop(second.app);
    expect(serversOf(directory)).toEqual([]);
  });

  test('a data directory in a 0700 home works, and is found again', async () => {
    const home = join(directory, 'home');
    await mkdir(home);
    await chmod(home, 0o700);
    if (identity.uid !== undefined) await chown(home, identity.uid, identity.gid ?? identity.uid);
    const first = await run(join(home, '.data'), identity);
    await ask(first.said.url, 'CREATE TABLE kept AS SELECT 7 AS seven');
    await stop(first.app);
    const second = await run(join(home, '.data'), identity);
    expect(await ask(second.said.url, 'SELECT seven FROM kept')).toEqual([{ seven: 7 }]);
    await stop(second.app);
    await rm(await realpath(join(home, '.data/postgres')), { recursive: true });
  });
});

describe('whoever starts it', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = join(directory, 'new', 'data dir');
  });

  test.each(['SIGKILL', 'SIGINT'] as const)(
    'an app that dies of %s takes its server along, and what was committed is there',
    async (signal) => {
      const first = await run(dataDir);
      await ask(first.said.url, 'CREATE TABLE kept AS SELECT 7 AS seven');
      first.app.kill(signal);
      await expect.poll(() => serversOf(directory), { timeout: 10_000 }).toEqual([]);

      const second = await run(dataDir);
      expect(second.said.adopted).toBe(false);
      expect(await ask(second.said.url, 'SELECT seven FROM kept')).toEqual([{ seven: 7 }]);
      await stop(second.app);
    },
  );

  test('app and server killed at once: an instant restart comes up', async () => {
    const first = await run(dataDir);
    const pid = await serverPid(dataDir);
    first.app.kill('SIGKILL');
    process.kill(pid, 'SIGKILL');
    const second = await run(dataDir);
    expect(await ask(second.said.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await stop(second.app);
  });

  test('an orphan whose watchdog died too is adopted, and stops with its new owner', async () => {
    const first = await run(dataDir);
    const pid = await serverPid(dataDir);
    for (const watchdog of serversOf(directory).filter((other) =>
      commandOf(`${other}`).startsWith('/bin/sh'),
    )) {
      process.kill(watchdog, 'SIGKILL');
    }
    first.app.kill('SIGKILL');
    await once(first.app, 'exit');
    const second = await run(dataDir);
    expect(second.said).toEqual({ ...first.said, adopted: true });
    expect(await serverPid(dataDir)).toBe(pid);
    await stop(second.app);
    expect(commandOf(`${pid}`)).toBe('');
  });

  test('three starts at once on nothing share one server', async () => {
    const three = await Promise.all([run(dataDir), run(dataDir), run(dataDir)]);
    expect(new Set(three.map(({ said }) => said.url)).size).toBe(1);
    expect(three.filter(({ said }) => !said.adopted)).toHaveLength(1);
    for (const { said } of three) expect(await ask(said.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);

    for (const { app } of three.filter(({ said }) => said.adopted)) await stop(app);
    const owner = three.find(({ said }) => !said.adopted);
    expect(await ask(owner?.said.url ?? '', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(readdirSync(dataDir)).toEqual(['postgres']);
  });
});

describe('the server', () => {
  test('wants its password, listens on loopback only, keeps UTC, and takes settings', async () => {
    const settings = { fsync: 'off', max_connections: '23' };
    const postgres = await startEmbeddedPostgres({ dataDir: directory, log: silentLog, settings });
    const url = postgres.url('postgres');
    await expect(ask(url.replace(/:[^:@/]+@/, ':guess@'), 'SELECT 1')).rejects.toMatchObject({
      code: '28P01',
    });
    const rows = await ask<{ name: string; setting: string }>(
      url,
      `SELECT name, setting FROM pg_settings WHERE name IN
        ('listen_addresses', 'unix_socket_directories', 'TimeZone', 'tcp_keepalives_idle', 'max_connections')`,
    );
    expect(Object.fromEntries(rows.map((row) => [row.name, row.setting]))).toMatchObject({
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      TimeZone: 'UTC',
      max_connections: '23',
    });
    await postgres.stop();
    await expect(postgres.stop()).resolves.toBeUndefined();
  });

  test('joined twice by one process stays until its owner stops it', async () => {
    const owner = await startEmbeddedPostgres({ dataDir: directory, log: silentLog });
    const guest = await startEmbeddedPostgres({ dataDir: directory, log: silentLog });
    expect([owner.adopted, guest.adopted]).toEqual([false, true]);
    await guest.stop();
    expect(await ask(owner.url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await owner.stop();
    await expect(ask(owner.url('postgres'), 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);
  });

  test('that ends by itself is an error in the log', async () => {
    const log = capturingLog();
    const postgres = await startEmbeddedPostgres({ dataDir: directory, log });
    process.kill(await serverPid(directory), 'SIGKILL');
    await expect.poll(() => log.lines.at(-1)?.message).toBe('database server ended by itself');
    await postgres.stop();
  });

  test('keeps its password to its owner', async () => {
    const postgres = await startEmbeddedPostgres({ dataDir: directory, log: silentLog });
    const password = await readFile(join(directory, 'postgres/superuser-password'), 'utf8');
    expect(password.trim()).toHaveLength(32);
    const others = await runAs(nobody, '/bin/cat', [join(directory, 'postgres/superuser-password')]);
    expect(others.output).not.toContain(password.trim());
    await postgres.stop();
  });

  test('refuses data of another major version with a sentence that names both', async () => {
    const postgres = await startEmbeddedPostgres({ dataDir: directory, log: silentLog });
    await postgres.stop();
    await writeFile(join(directory, 'postgres/data/PG_VERSION'), '17\n');
    await expect(startEmbeddedPostgres({ dataDir: directory, log: silentLog })).rejects.toThrow(
      /made by PostgreSQL 17, and this release brings PostgreSQL 18.*DATABASE_URL/,
    );
  });

  test('that cannot start says what its log says', async () => {
    const settings = { shared_buffers: 'plenty' };
    const starting = startEmbeddedPostgres({ dataDir: directory, log: silentLog, settings });
    await expect(starting).rejects.toThrow(
      /does not start[\s\S]*invalid value for parameter "shared_buffers"/,
    );
  });
});

describe('the programs', () => {
  test('run from a package that lacks its links and lies where the server may not look', async () => {
    const { native, version } = await findBinaryPackage();
    const hidden = join(directory, 'hidden');
    await mkdir(hidden);
    const source = { native: join(hidden, 'native'), version };
    await cp(native, source.native, {
      recursive: true,
      filter: (path) => !/\.so(\.\d+)?$/.test(path) || isFile(path),
    });
    await chmod(hidden, 0o700);
    const identity = await serverIdentity();
    const { postgres, initdb, major } = await reachableBinaries(source, identity, join(directory, 'copies'));
    expect(major).toBe('18');
    for (const name of [postgres, initdb]) {
      expect(await runAs(identity, name, ['--version'])).toMatchObject({
        code: 0,
        output: expect.stringContaining('18.'),
      });
    }
  });

  test('that run nowhere are an error with their own words', async () => {
    const { version } = await findBinaryPackage();
    await mkdir(join(directory, 'native'));
    const broken = reachableBinaries(
      { native: join(directory, 'native'), version },
      {},
      join(directory, 'copies'),
    );
    await expect(broken).rejects.toThrow(/does not run here; set DATABASE_URL.*ENOENT/);
  });
});

function isFile(path: string): boolean {
  try {
    accessSync(path);
    return readdirSync(join(path, '..'), { withFileTypes: true }).some(
      (entry) => path.endsWith(`/${entry.name}`) && entry.isFile(),
    );
  } catch {
    return false;
  }
}
