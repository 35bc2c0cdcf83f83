import type { Context } from '../../context.ts';
import { type Database, urlOf } from '../../db/client.ts';
import { databaseName } from '../../db/databases.ts';
import { trySessionLock } from '../../db/session-lock.ts';
import { dropOldBackups } from './drop-old-backups.ts';
import { verifyBackup } from './verify-backup.ts';
import { writeBackup } from './write-backup.ts';

/** One backup at a time, over all instances. */
const BACKING_UP = 7006;

/**
 * What happens every night where BACKUP_DIR is set: a backup is written, proved by restoring it, and the oldest beyond
 * BACKUP_KEEP go. While another instance is at it, nothing. @throws Error when it was not written, or is not whole
 */
export async function keepBackups(ctx: Context & { db: Database }): Promise<void> {
  const folder = ctx.env.backupDir;
  if (folder === undefined || ctx.demo) return;
  const unlock = await trySessionLock(ctx, [BACKING_UP]);
  if (!unlock) return;
  try {
    const url = ctx.ownerUrl ?? urlOf(ctx.db);
    const { path, file } = await writeBackup(ctx, { url, folder });
    const { problems } = await verifyBackup(ctx, { path, url });
    if (problems.length > 0) throw new Error(`The backup ${file} is not whole: ${problems[0]}`);
    await dropOldBackups(ctx, { folder, database: databaseName(url), keep: ctx.env.backupKeep });
  } finally {
    await unlock();
  }
}
