import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import { backups, type LedgerTotals } from '#shared/schema/index.ts';
import { actorKey, type Context } from '../../context.ts';
import { createDatabase } from '../../db/client.ts';
import { databaseName, dropDatabase, ensureDatabase, withDatabaseName } from '../../db/databases.ts';
import { migrate } from '../../db/migrate.ts';
import { onLongConnection } from '../../db/on-long-connection.ts';
import { sqlState } from '../../db/transaction.ts';
import { verifyAudit } from '../audit/verify-audit.ts';
import { reconcileLedger } from '../reconcile/reconcile-ledger.ts';
import { backupKey } from './backup-key.ts';
import { loadBackup } from './load-backup.ts';
import { measureFile, openBackup, readHead, requireKey } from './open-backup.ts';
import { readTotals } from './read-manifest.ts';

export interface BackupVerdict {
  file: string;
  sha256: string;
  bytes: number;
  takenAt: Date;
  rows: number;
  totals: LedgerTotals;
  /** What is wrong with it, a sentence each; none: it is proved. */
  problems: string[];
}

/**
 * Proves a backup: restores it into a scratch database beside the one at `url`, reconciles the ledger and works the
 * chain of the audit out anew there, compares the totals, and drops it again. What came of it is noted, for the
 * dashboard, the metric and the alert. @throws Error when the file cannot be restored at all; that is noted as well
 */
export async function verifyBackup(
  ctx: Context,
  { path, url }: { path: string; url: string },
): Promise<BackupVerdict> {
  const { head } = await readHead(path);
  requireKey(head, backupKey(ctx));
  const measured = await measureFile(path);
  const about = { file: basename(path), ...measured, takenAt: head.takenAt };
  try {
    const proof = await inScratchDatabase(ctx, url, (scratchUrl) => proveIn(ctx, scratchUrl, path));
    await note(ctx, { ...about, ...proof, ...verdictOf(ctx, proof.problems) });
    return { ...about, ...proof };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    await note(ctx, { ...about, totals: null, problem });
    throw error;
  }
}

type Proof = Pick<BackupVerdict, 'rows' | 'totals' | 'problems'>;

async function proveIn(ctx: Context, url: string, path: string): Promise<Proof> {
  const { manifest, rows, totals } = await onLongConnection(url, async (client) => {
    const loaded = await loadBackup(client, openBackup(path, backupKey(ctx)));
    return { ...loaded, totals: await readTotals(client) };
  });
  const problems = Object.entries(manifest.totals).flatMap(([what, wanted]) => {
    const there = totals[what as keyof LedgerTotals];
    return there === wanted ? [] : [`${what}: ${wanted} in the backup, ${there} once restored`];
  });
  const database = createDatabase({
    url,
    log: ctx.log,
    applicationName: 'skypanel backup',
    maxConnections: 2,
  });
  try {
    const there = { ...ctx, db: database.db, live: database.db, inTransaction: false };
    const books = await reconcileLedger(there);
    const audit = await verifyAudit(there);
    problems.push(
      ...books.differences.map(
        ({ law, subject, expected, found }) => `${law}: ${subject}, expected ${expected}, found ${found}`,
      ),
      ...audit.differences.map(
        ({ subject, expected, found }) => `${subject}: expected ${expected}, found ${found}`,
      ),
    );
  } finally {
    await database.close();
  }
  return { rows, totals, problems };
}

async function inScratchDatabase<T>(
  ctx: Context,
  url: string,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const scratch = withDatabaseName(url, `${databaseName(url)}_proof_${randomBytes(4).toString('hex')}`);
  try {
    await ensureDatabase(scratch);
  } catch (error) {
    if (sqlState(error) !== '42501') throw error;
    throw new Error(
      'A backup is proved in a scratch database, and this database user may not make one. Give it the right (ALTER ROLE ... CREATEDB), or set DATABASE_OWNER_URL to a user who may.',
      { cause: error },
    );
  }
  try {
    await migrate({ url: scratch, log: ctx.log });
    return await work(scratch);
  } finally {
    await dropDatabase(scratch);
  }
}

/** What a proof that came to its end says of the file; one that did not leaves an earlier verdict as it is. */
function verdictOf(ctx: Context, problems: readonly string[]) {
  if (problems.length === 0) return { verifiedAt: ctx.clock.now(), problem: null };
  return { verifiedAt: null, problem: problems.slice(0, 5).join('\n') };
}

interface Noted extends Pick<BackupVerdict, 'file' | 'sha256' | 'bytes' | 'takenAt'> {
  /** Null for a file that could not be restored. */
  totals: LedgerTotals | null;
  problem: string | null;
  verifiedAt?: Date | null;
}

const MOST_LETTERS = 2000;

async function note(ctx: Context, noted: Noted): Promise<void> {
  const { file, sha256, bytes, takenAt, totals, verifiedAt } = noted;
  const problem = noted.problem?.slice(0, MOST_LETTERS) ?? null;
  const told = { lookedAt: ctx.clock.now(), problem, ...(verifiedAt === undefined ? {} : { verifiedAt }) };
  await ctx.db
    .insert(backups)
    .values({ file, sha256, bytes, takenAt, totals, madeBy: actorKey(ctx.actor), ...told })
    .onConflictDoUpdate({ target: backups.sha256, set: told });
  if (problem === null) ctx.log.info('a backup was proved', { file });
  else ctx.log.error('a backup is not whole', { file, problem });
}
