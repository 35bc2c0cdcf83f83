import { join } from 'node:path';
import { createDatabase } from './db/client.ts';
import { databaseName, dropDatabase, ensureDatabase } from './db/databases.ts';
import { startEmbeddedPostgres } from './db/embedded-postgres.ts';
import { holdLock } from './db/hold-lock.ts';
import { migrationsFolder } from './db/migrate.ts';
import { type DatabaseUrls, prepareDatabase, urlsFor } from './db/prepare-database.ts';
import { sqlState } from './db/transaction.ts';
import type { Env } from './env.ts';
import type { Log } from './log.ts';
import type { SecretBox } from './secrets/secret-box.ts';

/** The database this process works on, up to date. */
export interface Home {
  url: string;
  /** The same as the owner of its tables, who may be another user. */
  ownerUrl: string;
  /** Where the live installation's rows are: the same, but in a demo. */
  liveUrl: string;
  demo: boolean;
  /** To be called once the demo has its history: other processes that start wait for it. */
  demoStands(): Promise<void>;
  /** The folder of package.json. */
  packageRoot: string;
  close(): Promise<void>;
}

interface Opening {
  env: Env;
  secrets: SecretBox;
  log: Log;
  say: (line: string) => void;
}

/** The live database of the embedded server. */
export const EMBEDDED_NAME = 'skypanel';

/** Of several processes that start at once one makes the demo: a half-made one is thrown away by whoever finds it. */
const DEMO_LOCK = 7_001;

/**
 * Finds or starts the database and brings it up to date. Without a VirtFusion, in the environment or saved, it is a
 * demo; a demo lives in a database of its own beside the live one, named after it, so that no invented row is ever
 * among real ones. Where that database cannot be made, there is no demo: the product waits to be connected.
 */
export async function openHome({ env, log, say }: Opening): Promise<Home> {
  const server = env.databaseUrl ? null : await startEmbedded(env, log, say);
  let demoStands = async () => {};
  const close = async () => {
    await demoStands();
    await server?.stop();
  };
  try {
    const liveName = env.databaseUrl ? databaseName(env.databaseUrl) : EMBEDDED_NAME;
    const urls = (name: string) => urlsFor(env, server, name);
    const preparing = { embedded: server !== null, log };
    const live = urls(liveName);
    await reach(live.owner);
    await prepareDatabase(live, preparing);
    const packageRoot = join(migrationsFolder(), '..');
    const own = { url: live.app, ownerUrl: live.owner, liveUrl: live.app };
    const home = { ...own, demo: false, demoStands, packageRoot, close };
    if (env.virtfusion || (await hasSavedPanel(live.app, log))) return home;
    demoStands = await holdLock(live.app, DEMO_LOCK);
    const demo = await openDemoDatabase(urls(`${liveName}_demo`), preparing);
    if (demo) return { ...home, url: demo.app, ownerUrl: demo.owner, demo: true, demoStands };
    await demoStands();
    return home;
  } catch (error) {
    await close();
    throw error;
  }
}

async function startEmbedded(env: Env, log: Log, say: (line: string) => void) {
  say('Starting the embedded PostgreSQL ...');
  return startEmbeddedPostgres({ dataDir: env.dataDir, log });
}

/** @throws a sentence that names the server, never its password. */
async function reach(url: string): Promise<void> {
  try {
    await ensureDatabase(url);
  } catch (error) {
    const { host } = new URL(url);
    const reason =
      error instanceof Error ? error.message || (sqlState(error) ?? String(error)) : String(error);
    throw new Error(
      `The database ${databaseName(url)} at ${host} cannot be reached: ${reason || 'no answer'}. Check DATABASE_URL, or leave it empty for the embedded PostgreSQL.`,
      { cause: error },
    );
  }
}

async function hasSavedPanel(url: string, log: Log): Promise<boolean> {
  return withRows(url, log, `SELECT 1 FROM settings WHERE key = 'virtfusion_api_url'`);
}

interface Preparing {
  embedded: boolean;
  log: Log;
}

/** Null when this user may not make databases. A demo whose seeding was cut short is thrown away and made anew. */
async function openDemoDatabase(urls: DatabaseUrls, preparing: Preparing): Promise<DatabaseUrls | null> {
  const { log } = preparing;
  try {
    await prepareDatabase(urls, preparing);
    const complete = await withRows(urls.app, log, `SELECT 1 FROM settings WHERE key = 'demo_seeded_at'`);
    if (!complete && (await withRows(urls.app, log, 'SELECT 1 FROM sweeps LIMIT 1'))) {
      await dropDatabase(urls.owner);
      await prepareDatabase(urls, preparing);
    }
    return urls;
  } catch (error) {
    if (sqlState(error) !== '42501') throw error;
    log.warn('no demo: this database user may not create databases; connect VirtFusion in the settings');
    return null;
  }
}

async function withRows(url: string, log: Log, query: string): Promise<boolean> {
  const database = createDatabase({ url, log, applicationName: 'skypanel start', maxConnections: 1 });
  try {
    const { rowCount } = await database.pool.query(query);
    return (rowCount ?? 0) > 0;
  } finally {
    await database.close();
  }
}
