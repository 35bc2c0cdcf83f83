import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';

/** 'skypanel-2026-11-26T02-13-00Z.backup': sorted by name they are sorted by time. */
const NAME = /^(.+)-\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z\.backup$/;

export interface Retention {
  folder: string;
  /** The database whose backups are meant: others may lie in the same folder. */
  database: string;
  /** So many are kept, the newest; and whatever is newer than the last that was proved, with that one. */
  keep: number;
}

/** Removes what retention does not keep. Returns the names that went. */
export async function dropOldBackups(ctx: Context, { folder, database, keep }: Retention): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => NAME.exec(name)?.[1] === database);
  const gone = namesToDrop(names, { keep, lastProved: await findLastProved(ctx, names) });
  for (const name of gone) await rm(join(folder, name), { force: true });
  if (gone.length > 0) {
    const at = ctx.clock.now().toISOString();
    await ctx.db.execute(
      sql`UPDATE backups SET removed_at = ${at}::timestamptz WHERE removed_at IS NULL AND file = ANY(${sql.param(gone)}::text[])`,
    );
    ctx.log.info('old backups were removed', { files: gone });
  }
  return gone;
}

/** The oldest beyond `keep`; never the last that was proved, nor one after it. */
export function namesToDrop(
  names: readonly string[],
  { keep, lastProved }: { keep: number; lastProved: string | null },
): string[] {
  const old = [...names].sort().slice(0, Math.max(0, names.length - keep));
  return lastProved === null ? [] : old.filter((name) => name < lastProved);
}

async function findLastProved(ctx: Context, names: readonly string[]): Promise<string | null> {
  const { rows } = await ctx.db.execute<{ file: string | null }>(sql`
    SELECT max(file) AS file FROM backups WHERE verified_at IS NOT NULL AND file = ANY(${sql.param([...names])}::text[])`);
  return rows[0]?.file ?? null;
}
