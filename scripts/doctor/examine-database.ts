import { count, isNull, sql } from 'drizzle-orm';
import type { Context } from '#server/context.ts';
import { latestBackup } from '#server/services/backup/latest-backup.ts';
import { countWaitingMigrations } from '#server/services/health/check-readiness.ts';
import { listProcesses } from '#server/services/processes/list-processes.ts';
import { admins } from '#shared/schema/index.ts';
import type { Finding } from './finding.ts';
import {
  judgeAdmins,
  judgeBackup,
  judgeClock,
  judgeMigrations,
  judgeProcesses,
  judgeServer,
  type ServerFacts,
} from './judge-database.ts';

/** What the database tells of itself, of our tables, and of who is at work. Changes nothing. @throws when it does not answer */
export async function examineDatabase(ctx: Context): Promise<Finding[]> {
  const server = judgeServer(await serverFacts(ctx));
  const clock = judgeClock('the database', await aheadSeconds(ctx));
  const waiting = await countWaitingMigrations(ctx);
  const soFar = [...server, clock, judgeMigrations(waiting)];
  // Tables of this release are only asked where they are.
  if (waiting > 0) return soFar;
  const processes = judgeProcesses(await listProcesses(ctx));
  return [...soFar, judgeAdmins(await countAdmins(ctx)), ...processes, await examineBackups(ctx)];
}

async function examineBackups(ctx: Context): Promise<Finding> {
  const latest = await latestBackup(ctx);
  return judgeBackup({
    ...latest,
    demo: ctx.demo,
    now: ctx.clock.now(),
    maxAgeHours: ctx.env.backupMaxAgeHours,
  });
}

async function serverFacts(ctx: Context): Promise<ServerFacts> {
  const { rows } = await ctx.db.execute<{
    version: number;
    connections: number;
    installed: boolean;
    available: boolean;
  }>(sql`
    SELECT current_setting('server_version_num')::int AS version, current_setting('max_connections')::int AS connections,
      EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') AS installed,
      EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm') AS available`);
  const [row] = rows;
  if (!row) throw new Error('The database did not say what it is');
  const trigrams = row.installed ? 'installed' : row.available ? 'available' : 'missing';
  return { version: row.version, maxConnections: row.connections, trigrams };
}

/** By how much its clock is ahead, taking the answer to be given half-way. */
async function aheadSeconds(ctx: Context): Promise<number> {
  const askedAt = ctx.clock.now().getTime();
  const theirs = await ctx.databaseNow();
  return (theirs.getTime() - (askedAt + ctx.clock.now().getTime()) / 2) / 1000;
}

async function countAdmins(ctx: Context): Promise<number> {
  const [row] = await ctx.db.select({ admins: count() }).from(admins).where(isNull(admins.disabledAt));
  return row?.admins ?? 0;
}
