import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseName, dropDatabase, ensureDatabase, withDatabaseName } from '#server/db/databases.ts';
import {
  startVirtFusionEmulator,
  type VirtFusionEmulator,
} from '#server/emulators/virtfusion/start-virtfusion-emulator.ts';
import { readEnv } from '#server/env.ts';
import { type TestDatabase, testDatabase } from '../../server/testing/test-database.ts';
import { examine } from './examine.ts';

let database: TestDatabase;
let panel: VirtFusionEmulator;
let dataDir: string;

beforeAll(async () => {
  database = await testDatabase();
  panel = await startVirtFusionEmulator({});
  dataDir = await mkdtemp(join(tmpdir(), 'skypanel-doctor-'));
});
afterAll(async () => {
  await panel.close();
  await database.close();
  await rm(dataDir, { recursive: true, force: true });
});

const variables = (more: Record<string, string> = {}) => ({
  DATABASE_URL: database.url,
  DATA_DIR: dataDir,
  VIRTFUSION_API_URL: panel.url,
  VIRTFUSION_API_TOKEN: panel.token,
  ...more,
});
const lookAt = async (more: Record<string, string> = {}) => {
  const findings = await examine(() => readEnv(variables(more)));
  return (about: string) => findings.filter((finding) => finding.about === about);
};

test('of an installation that was only prepared nothing is broken; what to do next is said', async () => {
  const found = await lookAt();
  for (const about of [
    'environment',
    'node',
    'database',
    'pg_trgm',
    'clock of the database',
    'migrations',
    'VirtFusion',
    'clock of VirtFusion',
    'PayPal',
  ]) {
    expect(found(about), about).toMatchObject([{ verdict: 'ok', remedy: null }]);
  }
  for (const about of ['admins', 'processes', 'backup', 'mail', 'watch']) {
    expect(found(about), about).toMatchObject([{ verdict: 'warning' }]);
  }
});

test('before the first start an empty database is no fault, and neither is none', async () => {
  const empty = withDatabaseName(database.url, `${databaseName(database.url)}_empty`);
  for (const prepare of [async () => {}, () => ensureDatabase(empty)]) {
    await prepare();
    const found = await lookAt({ DATABASE_URL: empty });
    expect(found('database')).toMatchObject([{ verdict: 'unknown', remedy: null }]);
    expect(found('database')[0]?.detail).toContain('npm start makes');
  }
  await dropDatabase(empty);
});

test('a token that VirtFusion does not know is found, and never shown', async () => {
  const found = await lookAt({ VIRTFUSION_API_TOKEN: 'canary-of-the-doctor' });
  expect(found('VirtFusion')[0]).toMatchObject({ verdict: 'broken' });
  expect(JSON.stringify(found('VirtFusion'))).not.toContain('canary');
});

test('migrations that wait are told, and tables that may be missing are not asked', async () => {
  const other = await testDatabase();
  try {
    await other.pool.query('DELETE FROM drizzle.__drizzle_migrations WHERE id = 1');
    const found = await lookAt({ DATABASE_URL: other.url });
    expect(found('migrations')).toMatchObject([{ verdict: 'warning', detail: '1 wait to be applied.' }]);
    expect(found('processes')).toEqual([]);
  } finally {
    await other.close();
  }
});

test('without the database the rest is still looked at, and its password is not told', async () => {
  const found = await lookAt({ DATABASE_URL: 'postgres://olive:canary@127.0.0.1:1/billing' });
  expect(found('node')).toMatchObject([{ verdict: 'ok' }]);
  expect(found('database')).toMatchObject([{ verdict: 'broken' }]);
  expect(JSON.stringify(found('database'))).not.toContain('canary');
});

test('every problem of the environment is a finding', async () => {
  const findings = await examine(() => readEnv({ PORT: 'x', LOG_LEVEL: 'loud' }));
  expect(findings.map(({ verdict, detail }) => [verdict, detail.split(' ')[0]])).toEqual([
    ['broken', 'PORT'],
    ['broken', 'LOG_LEVEL'],
  ]);
});
