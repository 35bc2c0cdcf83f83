import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { asSystem } from '../context.ts';
import { databaseName, withDatabaseName } from '../db/databases.ts';
import type { Fleet } from '../emulators/virtfusion/fleet.ts';
import { startVirtFusionEmulator } from '../emulators/virtfusion/start-virtfusion-emulator.ts';
import { type Env, type ProcessRole, readEnv } from '../env.ts';
import { silentLog } from '../log.ts';
import { createAdmin } from '../services/admins/create-admin.ts';
import { type RunningApp, startApp } from '../start.ts';
import { testAdmins } from './people.ts';
import { testDatabase } from './test-database.ts';

export interface TestApp extends RunningApp {
  /** Stops it, its panel too, and drops its databases. */
  close(): Promise<void>;
}

export interface TestAppOptions {
  fleet?: Fleet;
  /** Default: all. Without 'cron' nothing is billed or looked at until somebody asks. */
  roles?: readonly ProcessRole[];
  env?: Partial<Env>;
}

const everyRole: readonly ProcessRole[] = ['web', 'worker', 'cron'];

/**
 * The whole product as one process runs it, on a database of its own, at a free port, with olive, otto and vera as
 * its admins. With a fleet it bills an emulated panel of that fleet and was never switched on; without one it is
 * the demo, some hours of history and all.
 */
export async function startTestApp({
  fleet,
  roles = everyRole,
  env: more,
}: TestAppOptions = {}): Promise<TestApp> {
  const database = await testDatabase();
  const emulator = fleet ? await startVirtFusionEmulator({ fleet }) : null;
  const virtfusion = emulator ? { apiUrl: emulator.url, apiToken: emulator.token } : undefined;
  const drop = async () => {
    await emulator?.close();
    await database.close();
    await dropDemo(database.url);
  };
  try {
    const env = { ...envFor(database.url, virtfusion), roles: new Set(roles), ...more };
    const app = await startApp({ env, log: silentLog });
    const ctx = asSystem(app.context, 'test');
    for (const admin of Object.values(testAdmins)) await createAdmin(ctx, admin);
    const close = async () => {
      await app.stop();
      await drop();
    };
    return { ...app, close };
  } catch (error) {
    await drop();
    throw error;
  }
}

function envFor(databaseUrl: string, virtfusion: Env['virtfusion']): Env {
  return {
    ...readEnv({}),
    port: 0,
    host: '127.0.0.1',
    databaseUrl,
    virtfusion,
    // Never written to: the key is given, and the database is elsewhere.
    dataDir: join(tmpdir(), 'skypanel-test-app'),
    secretKey: randomBytes(32),
    adminEmail: 'first@host.example',
    adminPassword: randomBytes(12).toString('hex'),
  };
}

async function dropDemo(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabaseName(url, 'postgres') });
  await client.connect();
  try {
    await client.query(`DROP DATABASE IF EXISTS ${databaseName(url)}_demo WITH (FORCE)`);
  } finally {
    await client.end();
  }
}
