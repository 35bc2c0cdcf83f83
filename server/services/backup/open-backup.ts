import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Frame, readFrames } from './frames.ts';
import { type BackupHead, backupHead, parsePart } from './manifest.ts';
import { fileKey, keyIdOf, unseal } from './sealing.ts';

const LONGEST_HEAD = 4096;

/** The readable line of a backup, and how long it is with its end. @throws Error for what is no backup */
export async function readHead(path: string): Promise<{ head: BackupHead; text: string }> {
  const start = await firstBytes(path);
  const end = start.indexOf('\n');
  const text = end < 0 ? '' : start.toString('utf8', 0, end);
  if (!text.startsWith('{"format":"skypanel-backup"'))
    throw new Error(`${path} is no backup of this product.`);
  return { head: parsePart(backupHead, Buffer.from(text)), text };
}

/**
 * The parts of a backup, one at a time; a part is there only after its chunk was proved to be what was written.
 * @throws Error when another key made it, or it was changed or cut off
 */
export async function* openBackup(path: string, key: Buffer): AsyncGenerator<Frame> {
  const { head, text } = await readHead(path);
  requireKey(head, key);
  const sealed = createReadStream(path, { start: Buffer.byteLength(text) + 1 });
  const packed = unseal(sealed, fileKey(key, { salt: Buffer.from(head.salt, 'hex'), head: text }));
  const gunzip = createGunzip();
  // Its errors come out at the other end: whoever reads hears of them.
  const feeding = pipeline(packed, gunzip);
  feeding.catch(() => {});
  try {
    yield* readFrames(gunzip as AsyncIterable<Buffer>);
    await feeding;
  } finally {
    gunzip.destroy();
    sealed.destroy();
  }
}

/** @throws Error when a backup does not open with this key */
export function requireKey({ keyId }: BackupHead, key: Buffer): void {
  if (keyId === keyIdOf(key)) return;
  throw new Error(
    `This backup was made under another key (${keyId}, not ${keyIdOf(key)}): set BACKUP_KEY, or SECRET_KEY, to what it was then.`,
  );
}

/** The SHA-256 of a file and its size. */
export async function measureFile(path: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(piece);
    bytes += piece.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}

async function firstBytes(path: string): Promise<Buffer> {
  for await (const piece of createReadStream(path, { end: LONGEST_HEAD - 1 }) as AsyncIterable<Buffer>)
    return piece;
  return Buffer.alloc(0);
}
