import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import type { Log } from '../log.ts';
import { sqlState } from './transaction.ts';
import { workerLogger } from './worker-logger.ts';

// Any number will do, as long as all instances of all releases agree on it.
const LOCK = 7_000;

/**
 * Brings the database up to date: `migrations/`, then graphile-worker's own tables. Instances may start together:
 * one works under an advisory lock, the others wait and find nothing left. Migrations take as long as they take,
 * so this has a connection of its own without time limits. Throws if a migration was skipped or altered.
 */
export async function migrate({
  url,
  log,
  folder = migrationsFolder(),
}: {
  url: string;
  log: Log;
  folder?: string;
}) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true });
  let lost: Error | undefined;
  client.on('error', (error) => {
    lost = error; // the query under way rejects as well; between queries, the next one does
  });
  try {
    await client.connect();
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    // Not even begun where nothing is left to do: whoever only works with the rows may make no schema.
    if ((await countMissing(client, folder)) !== 0) {
      await applyMigrations(drizzle(client), { migrationsFolder: folder });
      await refuseSkipped(client, folder);
    }
    await runMigrations({ connectionString: url, maxPoolSize: 1, logger: workerLogger(log) });
    log.info('database is up to date', {
      migrations: readMigrationFiles({ migrationsFolder: folder }).length,
    });
  } catch (error) {
    throw lost ?? inWords(error);
  } finally {
    await client.end().catch(() => {}); // and with it goes the lock
  }
}

/** `migrations/` of the package, seen from the source tree and from the built server alike. */
export function migrationsFolder(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'package.json'))) {
    const parent = dirname(directory);
    if (parent === directory)
      throw new Error('The migrations folder cannot be found: no package.json above the program.');
    directory = parent;
  }
  return join(directory, 'migrations');
}

// Drizzle only compares dates: a migration dated before the last applied one is passed over without a word.
async function refuseSkipped(client: pg.Client, folder: string): Promise<void> {
  const missing = await countMissing(client, folder);
  if (missing === 0) return;
  throw new Error(
    `${missing} migration(s) in ${folder} are not in this database as they stand: altered after they were applied, or dated before the last one applied.`,
  );
}

/** Migrations of the folder that the database does not have as they stand. */
async function countMissing(client: pg.Client, folder: string): Promise<number> {
  const files = readMigrationFiles({ migrationsFolder: folder });
  const there = await client.query(`SELECT to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS found`);
  if (there.rows[0]?.found !== true) return files.length;
  const applied = await client.query<{ hash: string }>('SELECT hash FROM drizzle.__drizzle_migrations');
  const known = new Set(applied.rows.map((row) => row.hash));
  return files.filter((migration) => !known.has(migration.hash)).length;
}

function inWords(error: unknown): unknown {
  if (sqlState(error) !== '42501') return error;
  return new Error(
    'This database user may not bring the database up to date. Set DATABASE_OWNER_URL to the owner of its tables, or run npm run db:grant with it once.',
    { cause: error },
  );
}
