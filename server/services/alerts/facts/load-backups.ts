import { sql } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import type { BackupFacts } from '../detectors/stale-backup.ts';

/** How it stands with backups. */
export async function loadBackups(ctx: Context): Promise<BackupFacts> {
  const { rows } = await ctx.db.execute<{
    proved: Date | null;
    problem: string | null;
    first: Date | null;
  }>(sql`
    SELECT (SELECT max(taken_at) FROM backups WHERE verified_at IS NOT NULL) AS proved,
      (SELECT problem FROM backups ORDER BY taken_at DESC LIMIT 1) AS problem,
      (SELECT at FROM audit_log ORDER BY id LIMIT 1) AS first`);
  const [row] = rows;
  if (!row) throw new Error('A question about backups was answered with no row');
  return {
    now: ctx.clock.now(),
    scheduled: ctx.env.backupDir !== undefined && !ctx.demo,
    maxAgeHours: ctx.env.backupMaxAgeHours,
    provedTakenAt: row.proved,
    problem: row.problem,
    firstWrittenAt: row.first,
  };
}
