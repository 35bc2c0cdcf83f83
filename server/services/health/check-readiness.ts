import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { Context } from '../../context.ts';
import { migrationsFolder } from '../../db/migrate.ts';
import { sqlState } from '../../db/transaction.ts';

/** No such table, no such schema: nothing was ever migrated. */
const NOTHING_THERE = new Set(['42P01', '3F000']);

/** What keeps this process from serving, a sentence each; an empty list when nothing does. */
export async function checkReadiness(ctx: Context): Promise<string[]> {
  try {
    const applied = await ctx.db.execute<{ hash: string }>(
      sql`select hash from drizzle.__drizzle_migrations`,
    );
    const known = new Set(applied.rows.map((row) => row.hash));
    const waiting = readMigrationFiles({ migrationsFolder: migrationsFolder() }).filter(
      (migration) => !known.has(migration.hash),
    );
    return waiting.length === 0 ? [] : [`${waiting.length} migrations are not applied yet.`];
  } catch (error) {
    if (NOTHING_THERE.has(sqlState(error) ?? '')) return ['No migration is applied yet.'];
    ctx.log.warn('not ready: the database does not answer', { error });
    return ['The database does not answer.'];
  }
}
