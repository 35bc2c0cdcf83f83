import { basename } from 'node:path';
import type { LedgerTotals } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { onLongConnection } from '../../db/on-long-connection.ts';
import { withTransaction } from '../../db/transaction.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { backupKey } from './backup-key.ts';
import { loadBackup } from './load-backup.ts';
import { openBackup, readHead } from './open-backup.ts';
import { readTotals } from './read-manifest.ts';

export interface RestoredBackup {
  takenAt: Date;
  rows: number;
  totals: LedgerTotals;
}

/**
 * Puts a backup into the database of `ctx`, all of it or nothing, and writes that down in its audit. `url` is that
 * database as the owner of its tables. @throws Error when the database holds a ledger, is of another release, or the
 * file is damaged; then nothing was changed
 */
export async function restoreBackup(
  ctx: Context,
  { path, url }: { path: string; url: string },
): Promise<RestoredBackup> {
  const { head } = await readHead(path);
  const { rows, totals } = await onLongConnection(url, async (client) => {
    const loaded = await loadBackup(client, openBackup(path, backupKey(ctx)));
    return { rows: loaded.rows, totals: await readTotals(client) };
  });
  await withTransaction(ctx, (tx) =>
    recordAudit(tx, {
      action: 'backup.restored',
      subject: `backup:${basename(path)}`,
      after: { takenAt: head.takenAt.toISOString(), ...totals },
    }),
  );
  return { takenAt: head.takenAt, rows, totals };
}
