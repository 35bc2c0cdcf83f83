import { randomBytes } from 'node:crypto';
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { capturingLog, silentLog } from '../log.ts';
import { ensureDatabase, withDatabaseName } from './databases.ts';
import { migrate, migrationsFolder } from './migrate.ts';

const { adminUrl } = inject('postgres');
let name: string;
let url: string;
let folder: string;

beforeEach(async () => {
  name = `migrate_${randomBytes(6).toString('hex')}`;
  url = withDatabaseName(adminUrl, name);
  await ensureDatabase(url);
  folder = join(await mkdtemp(join(tmpdir(), 'migrations-')), 'migrations');
  await cp(migrationsFolder(), folder, { recursive: true });
});
afterEach(async () => {
  await query(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`);
  await rm(join(folder, '..'), { recursive: true });
});

async function query<T>(at: string, statement: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: at });
  await client.connect();
  try {
    return (await client.query(statement)).rows as T[];
  } finally {
    await client.end();
  }
}

const count = async (table: string) =>
  (await query<{ count: number }>(url, `SELECT count(*)::int AS count FROM ${table}`))[0]?.count;

/** Adds a migration to the copied folder, dated relative to the last one. */
async function addMigration({
  tag,
  statement,
  daysLater,
}: {
  tag: string;
  statement: string;
  daysLater: number;
}) {
  const path = join(folder, 'meta/_journal.json');
  const journal = JSON.parse(await readFile(path, 'utf8')) as { entries: { idx: number; when: number }[] };
  const last = journal.entries.at(-1) ?? { idx: -1, when: 0 };
  journal.entries.push({
    ...last,
    idx: last.idx + 1,
    when: last.when + daysLater * 86_400_000,
    tag,
  } as typeof last);
  await writeFile(path, JSON.stringify(journal));
  await writeFile(join(folder, `${tag}.sql`), statement);
}

test('an empty database gets our tables and those of graphile-worker', async () => {
  await migrate({ url, log: silentLog });
  expect(await count('settings')).toBeTypeOf('number');
  expect(await count('graphile_worker.jobs')).toBe(0);
});

test('five instances that start together apply each migration once', async () => {
  await addMigration({
    tag: 'x_slow',
    statement: 'SELECT pg_sleep(0.3); CREATE TABLE slow ()',
    daysLater: 1,
  });
  await Promise.all(Array.from({ length: 5 }, () => migrate({ url, log: silentLog, folder })));
  const { entries } = JSON.parse(await readFile(join(folder, 'meta/_journal.json'), 'utf8'));
  expect(await count('drizzle.__drizzle_migrations')).toBe(entries.length);
});

test('a repeat changes nothing', async () => {
  const log = capturingLog();
  await migrate({ url, log });
  await query(url, `INSERT INTO settings (key, value) VALUES ('a_test', 'kept')`);
  await migrate({ url, log });
  expect(await query(url, `SELECT value FROM settings WHERE key = 'a_test'`)).toEqual([{ value: 'kept' }]);
  expect(log.lines.filter((line) => line.message === 'database is up to date')).toHaveLength(2);
});

test('a failing migration leaves the database as it was, and lets the next try in', async () => {
  await addMigration({ tag: 'x_bad', statement: 'CREATE TABLE half (); SELECT 1 / 0', daysLater: 1 });
  await expect(migrate({ url, log: silentLog, folder })).rejects.toThrow();
  expect(await query(url, `SELECT to_regclass('half') AS half`)).toEqual([{ half: null }]);
  await expect(migrate({ url, log: silentLog })).resolves.toBeUndefined();
});

test('a migration dated before the last one is not passed over in silence', async () => {
  await migrate({ url, log: silentLog, folder });
  await addMigration({ tag: 'x_early', statement: 'CREATE TABLE early ()', daysLater: -1 });
  await expect(migrate({ url, log: silentLog, folder })).rejects.toThrow(/1 migration\(s\).*dated before/);
});

test('a migration altered after it was applied is told', async () => {
  await addMigration({ tag: 'x_applied', statement: 'CREATE TABLE applied ()', daysLater: 1 });
  await migrate({ url, log: silentLog, folder });
  await appendFile(join(folder, 'x_applied.sql'), ';\n-- altered');
  await expect(migrate({ url, log: silentLog, folder })).rejects.toThrow(/1 migration\(s\).*altered/);
});
