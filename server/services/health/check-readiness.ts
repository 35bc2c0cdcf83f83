import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { Context } from '../../context.ts';
import { migrationsFolder } from '../../db/migrate.ts';
import { sqlState } from '../../db/transaction.ts';

/** No such table, no such schema: nothing was ever migrated. */
const NOTHING_THERE = new Set(['42P01', '3F000']);

/** A load balancer waits no longer than some seconds, and a database that hangs is none. */
const PATIENCE_MS = 3_000;

/**
 * What keeps this process from serving, a sentence each; an empty list when nothing does: the database answers, holds
 * every migration of this release (more is no harm: they are additive), and the worker takes jobs, where it has one.
 */
export async function checkReadiness(
  ctx: Context,
  { workerAlive }: { workerAlive: boolean | null },
): Promise<string[]> {
  const worker = workerAlive === false ? ['The worker of this process takes no jobs.'] : [];
  return [...(await inTime(checkDatabase(ctx))), ...worker];
}

async function checkDatabase(ctx: Context): Promise<string[]> {
  try {
    const waiting = await countWaitingMigrations(ctx);
    return waiting === 0 ? [] : [`${waiting} migrations are not applied yet.`];
  } catch (error) {
    if (NOTHING_THERE.has(sqlState(error) ?? '')) return ['No migration is applied yet.'];
    ctx.log.warn('not ready: the database does not answer', { error });
    return ['The database does not answer.'];
  }
}

/** Migrations of this release that the database does not hold as they stand. @throws when it cannot be asked */
export async function countWaitingMigrations(ctx: Pick<Context, 'db'>): Promise<number> {
  const applied = await ctx.db.execute<{ hash: string }>(sql`select hash from drizzle.__drizzle_migrations`);
  const known = new Set(applied.rows.map((row) => row.hash));
  const migrations = readMigrationFiles({ migrationsFolder: migrationsFolder() });
  return migrations.filter(({ hash }) => !known.has(hash)).length;
}

function inTime(checking: Promise<string[]>): Promise<string[]> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(['The database does not answer.']), PATIENCE_MS);
    void checking.then((missing) => {
      clearTimeout(timer);
      resolve(missing);
    });
  });
}
