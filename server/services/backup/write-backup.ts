import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { backups, type LedgerTotals } from '#shared/schema/index.ts';
import { actorKey, type Context } from '../../context.ts';
import { databaseName } from '../../db/databases.ts';
import { onLongConnection } from '../../db/on-long-connection.ts';
import { sealAudit } from '../audit/seal-audit.ts';
import { backupKey } from './backup-key.ts';
import { copyOut } from './copy-out.ts';
import type { BackupHead, BackupManifest } from './manifest.ts';
import { readManifest } from './read-manifest.ts';
import { fileKey, keyIdOf, seal } from './sealing.ts';

export interface WrittenBackup {
  path: string;
  file: string;
  bytes: number;
  sha256: string;
  takenAt: Date;
  totals: LedgerTotals;
}

export interface BackupTarget {
  /** Of the database that `ctx` works on, as somebody who may read all of it. */
  url: string;
  /** Made where it is missing. */
  folder: string;
}

/**
 * Writes the whole ledger into one file of `folder`: of one snapshot, so that runs may go on meanwhile; compressed and
 * encrypted as it is read, so that memory does not grow with it. It gets its name when it is on the disk whole.
 */
export async function writeBackup(ctx: Context, { url, folder }: BackupTarget): Promise<WrittenBackup> {
  await sealAudit(ctx, { thorough: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const takenAt = ctx.clock.now();
  const file = `${databaseName(url)}-${takenAt
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-')}.backup`;
  const unfinished = join(folder, `${file}.${randomBytes(4).toString('hex')}.unfinished`);
  try {
    const { manifest, sha256, bytes } = await onLongConnection(url, (client) =>
      copyInto(client, unfinished, { ctx, takenAt, database: databaseName(url) }),
    );
    const path = join(folder, file);
    await rename(unfinished, path);
    const written = { path, file, bytes, sha256, takenAt, totals: manifest.totals };
    await note(ctx, written);
    ctx.log.info('a backup was written', { file, bytes });
    return written;
  } finally {
    await rm(unfinished, { force: true });
  }
}

interface Copying {
  ctx: Context;
  takenAt: Date;
  database: string;
}

async function copyInto(client: pg.Client, path: string, { ctx, takenAt, database }: Copying) {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const manifest = await readManifest(client);
  const salt = randomBytes(16);
  const head = headOf(manifest, { takenAt, database, salt, keyId: keyIdOf(backupKey(ctx)) });
  const key = fileKey(backupKey(ctx), { salt, head });
  const hash = createHash('sha256');
  let bytes = 0;
  const counted = (piece: Buffer) => {
    hash.update(piece);
    bytes += piece.length;
    return piece;
  };
  await pipeline(
    copyOut(client, manifest),
    createGzip(),
    async function* (packed: AsyncIterable<Buffer>) {
      yield counted(Buffer.from(`${head}\n`, 'utf8'));
      for await (const piece of seal(packed, key)) yield counted(piece);
    },
    createWriteStream(path, { mode: 0o600, flags: 'wx' }),
  );
  await client.query('COMMIT');
  await flush(path);
  return { manifest, sha256: hash.digest('hex'), bytes };
}

function headOf(
  { migrations }: BackupManifest,
  { takenAt, database, salt, keyId }: { takenAt: Date; database: string; salt: Buffer; keyId: string },
): string {
  const head: Omit<BackupHead, 'takenAt'> & { takenAt: string } = {
    format: 'skypanel-backup',
    version: 1,
    takenAt: takenAt.toISOString(),
    database,
    keyId,
    salt: salt.toString('hex'),
    migrations: { count: migrations.length, last: migrations.at(-1) ?? '' },
  };
  return JSON.stringify(head);
}

/** On the disk before it gets its name: a crash of the machine must not leave an empty file under it. */
async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function note(ctx: Context, { file, sha256, bytes, takenAt, totals }: WrittenBackup): Promise<void> {
  const finishedAt = ctx.clock.now();
  const madeBy = actorKey(ctx.actor);
  await ctx.db.insert(backups).values({ file, sha256, bytes, takenAt, finishedAt, totals, madeBy });
}
