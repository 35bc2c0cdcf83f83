import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { createDatabase } from './db/client.ts';
import { databaseName, ensureDatabase, withDatabaseName } from './db/databases.ts';
import { startEmbeddedPostgres } from './db/embedded-postgres.ts';
import { migrate, migrationsFolder } from './db/migrate.ts';
import { sqlState } from './db/transaction.ts';
import type { Env } from './env.ts';
import type { Log } from './log.ts';
import type { SecretBox } from './secrets/secret-box.ts';

/** The database this process works on, up to date. */
export interface Home {
  url: string;
  /** Where the live installation's rows are: the same, but in a demo. */
  liveUrl: string;
  demo: boolean;
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

/**
 * Finds or starts the database and brings it up to date. Without a VirtFusion, in the environment or saved, it is a
 * demo; a demo lives in a database of its own beside the live one, named after it, so that no invented row is ever
 * among real ones. Where that database cannot be made, there is no demo: the product waits to be connected.
 */
export async function openHome({ env, log, say }: Opening): Promise<Home> {
  const server = env.databaseUrl ? null : await startEmbedded(env, log, say);
  const close = async () => server?.stop();
  try {
    const liveUrl = env.databaseUrl ?? server?.url(EMBEDDED_NAME) ?? '';
    await reach(liveUrl);
    await migrate({ url: liveUrl, log });
    const packageRoot = join(migrationsFolder(), '..');
    if (env.virtfusion || (await hasSavedPanel(liveUrl, log)))
      return { url: liveUrl, liveUrl, demo: false, packageRoot, close };
    const demoUrl = await openDemoDatabase(liveUrl, log);
    return { url: demoUrl ?? liveUrl, liveUrl, demo: demoUrl !== null, packageRoot, close };
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

/** Null when this user may not make databases. A demo whose seeding was cut short is thrown away and made anew. */
async function openDemoDatabase(liveUrl: string, log: Log): Promise<string | null> {
  const url = withDatabaseName(liveUrl, `${databaseName(liveUrl)}_demo`);
  try {
    await ensureDatabase(url);
    await migrate({ url, log });
    const complete = await withRows(url, log, `SELECT 1 FROM settings WHERE key = 'demo_seeded_at'`);
    if (!complete && (await withRows(url, log, 'SELECT 1 FROM sweeps LIMIT 1'))) {
      await recreate(liveUrl, url, log);
      await migrate({ url, log });
    }
    return url;
  } catch (error) {
    if (sqlState(error) !== '42501') throw error;
    log.warn('no demo: this database user may not create databases; connect VirtFusion in the settings');
    return null;
  }
}

async function recreate(liveUrl: string, url: string, log: Log): Promise<void> {
  const live = createDatabase({ url: liveUrl, log, applicationName: 'skypanel start', maxConnections: 1 });
  try {
    await live.db.execute(sql`DROP DATABASE ${sql.identifier(databaseName(url))} WITH (FORCE)`);
  } finally {
    await live.close();
  }
  await ensureDatabase(url);
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
