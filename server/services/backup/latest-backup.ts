import { desc, isNotNull } from 'drizzle-orm';
import { backups } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';

export interface LatestBackup {
  /** Whether any are made by themselves. */
  scheduled: boolean;
  /** The newest that was written here or looked at. */
  takenAt: Date | null;
  /** When the newest that was restored and agreed was taken: what is lost at most, should all be lost now. */
  provedTakenAt: Date | null;
  verifiedAt: Date | null;
  /** What is wrong with the newest. */
  problem: string | null;
}

/** How it stands with backups, for the dashboard and for the metrics. */
export async function latestBackup(ctx: Context): Promise<LatestBackup> {
  const [newest] = await ctx.db.select().from(backups).orderBy(desc(backups.takenAt)).limit(1);
  const [proved] = await ctx.db
    .select()
    .from(backups)
    .where(isNotNull(backups.verifiedAt))
    .orderBy(desc(backups.takenAt))
    .limit(1);
  return {
    scheduled: ctx.env.backupDir !== undefined && !ctx.demo,
    takenAt: newest?.takenAt ?? null,
    provedTakenAt: proved?.takenAt ?? null,
    verifiedAt: proved?.verifiedAt ?? null,
    problem: newest?.problem ?? null,
  };
}
