import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { systemClock } from '#server/clock.ts';
import type { Context } from '#server/context.ts';
import { createDatabase, type Database } from '#server/db/client.ts';
import { databaseName } from '#server/db/databases.ts';
import { startEmbeddedPostgres } from '#server/db/embedded-postgres.ts';
import { type DatabaseUrls, prepareDatabase, urlsFor } from '#server/db/prepare-database.ts';
import { sqlState } from '#server/db/transaction.ts';
import { type Env, readEnv } from '#server/env.ts';
import { createLog, type Log } from '#server/log.ts';
import { EMBEDDED_NAME } from '#server/open-home.ts';
import { loadKey } from '#server/secrets/load-key.ts';
import { createSecretBox } from '#server/secrets/secret-box.ts';
import { noPayPal } from '#server/services/paypal/no-paypal.ts';
import { refuseRemoteDatabase } from './refuse-remote-database.ts';

export interface ScriptContext {
  ctx: Context & { db: Database };
  url: string;
  /** The same database as the owner of its tables. */
  ownerUrl: string;
  /** For a heading: which database this is, without its password. */
  place: string;
  close(): Promise<void>;
}

export interface Opening {
  /** Who acts, in audit entries and logs. */
  name: string;
  /** Work on a database that is not on this machine. */
  yesThisDatabase: boolean;
  /** Make the database where it is missing and bring it up to date; else it is taken as it is. */
  prepare: boolean;
  /** The demo's database beside the live one, where the application would show that one; default true. */
  demoToo?: boolean;
  env?: Env;
}

/**
 * The database the application works on, for a script beside it: DATABASE_URL, or the embedded server of DATA_DIR,
 * joined if it runs and started otherwise. VirtFusion is not configured here: a script that wants one brings it.
 * @throws a sentence to print when the database is remote, missing or unreachable
 */
export async function openScriptContext(opening: Opening): Promise<ScriptContext> {
  const env = opening.env ?? readEnv();
  const log = createLog({ level: 'warn' }, process.stderr);
  if (env.databaseUrl) refuseRemoteDatabase(env.databaseUrl, opening);
  const server = env.databaseUrl ? null : await startEmbeddedPostgres({ dataDir: env.dataDir, log });
  try {
    const liveName = env.databaseUrl ? databaseName(env.databaseUrl) : EMBEDDED_NAME;
    const urls = (name: string) => urlsFor(env, server, name);
    const preparing = { embedded: server !== null, log };
    const live = urls(liveName);
    await prepareLive(live, { ...opening, ...preparing });
    const name = opening.demoToo === false ? liveName : await shownDatabase(urls, liveName, { env, log });
    const { app: url, owner: ownerUrl } = urls(name);
    if (opening.prepare && name !== liveName) await prepareDatabase(urls(name), preparing);
    const open = (of: string) =>
      createDatabase({ url: of, log, applicationName: `skypanel ${opening.name}` });
    const [database, liveDatabase] = [open(url), open(live.app)];
    const close = async () => {
      await Promise.all([database.close(), liveDatabase.close()]);
      await server?.stop();
    };
    const home = { db: database.db, live: liveDatabase.db, demo: name !== liveName, ownerUrl };
    const ctx = await contextOf(home, { env, log, name: opening.name });
    return { ctx, url, ownerUrl, place: `${databaseName(url)} at ${new URL(url).host}`, close };
  } catch (error) {
    await server?.stop();
    throw error;
  }
}

/** The installation was never started: nothing is amiss, and nothing is there to work on. */
export class NotStartedError extends Error {}

async function prepareLive(
  urls: DatabaseUrls,
  { prepare, embedded, log }: { prepare: boolean; embedded: boolean; log: Log },
): Promise<void> {
  // A bundled server without our database is new: making it changes nothing that anybody has.
  const missing = !(await exists(urls.owner, log));
  if (missing && !embedded && !prepare) {
    throw new NotStartedError(`There is no database ${databaseName(urls.owner)} yet: npm start makes it.`);
  }
  if (missing || prepare) await prepareDatabase(urls, { embedded, log });
}

async function exists(url: string, log: Log): Promise<boolean> {
  const database = createDatabase({ url, log, applicationName: 'skypanel script', maxConnections: 1 });
  try {
    await database.pool.query('SELECT 1');
    return true;
  } catch (error) {
    if (sqlState(error) === '3D000') return false;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The database ${databaseName(url)} at ${new URL(url).host} cannot be reached: ${reason}`);
  } finally {
    await database.close();
  }
}

/** What `npm start` would show: the live database once a VirtFusion is known, before that the demo's, if it was made. */
async function shownDatabase(
  urls: (name: string) => DatabaseUrls,
  liveName: string,
  { env, log }: { env: Env; log: Log },
): Promise<string> {
  const demoName = `${liveName}_demo`;
  // Asked in any case, since it also finds out whether there are tables at all.
  const saved = await hasSetting(urls(liveName).owner, 'virtfusion_api_url', log);
  if (env.virtfusion || saved) return liveName;
  if (!(await exists(urls(demoName).owner, log))) return liveName;
  return (await hasSetting(urls(demoName).owner, 'demo_seeded_at', log)) ? demoName : liveName;
}

async function hasSetting(url: string, key: string, log: Log): Promise<boolean> {
  const database = createDatabase({ url, log, applicationName: 'skypanel script', maxConnections: 1 });
  try {
    const { rowCount } = await database.pool.query('SELECT 1 FROM settings WHERE key = $1', [key]);
    return (rowCount ?? 0) > 0;
  } catch (error) {
    if (sqlState(error) !== '42P01') throw error;
    throw new NotStartedError(
      `The database ${databaseName(url)} holds no tables of this application: npm start makes them.`,
    );
  } finally {
    await database.close();
  }
}

async function contextOf(
  home: { db: Database; live: Database; demo: boolean; ownerUrl: string },
  { env, log, name }: { env: Env; log: Log; name: string },
): Promise<Context & { db: Database }> {
  return {
    ...home,
    inTransaction: false,
    clock: systemClock,
    databaseNow: () => databaseNow(home.db),
    log,
    actor: { kind: 'system', name },
    env,
    secrets: createSecretBox(await loadKey(env)),
    panel: async () => ({ source: 'none', url: null, client: null }),
    paypal: noPayPal,
    instance: `${hostname()}:${process.pid}:${randomBytes(3).toString('hex')}`,
  };
}

async function databaseNow(db: Database): Promise<Date> {
  const { rows } = await db.$client.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  const [row] = rows;
  if (!row) throw new Error('The database did not say what time it is');
  return row.now;
}
