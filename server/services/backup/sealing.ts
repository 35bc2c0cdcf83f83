import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto';

/**
 * A stream in sealed chunks, as age does it: each is AES-256-GCM under a key of this file alone, its nonce the chunk's
 * number and whether it is the last. So a chunk that is changed, moved, left out or cut off does not open; memory holds
 * one chunk.
 */
export interface FileKey {
  key: Buffer;
  /** Bound to every chunk: the readable line in front cannot be another's. */
  boundTo: Buffer;
}

const CIPHER = 'aes-256-gcm';
const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;
const LENGTH_BYTES = 4;

/** The key of one file: of the backup key, and the salt in its head. `head` is the readable line as it stands there. */
export function fileKey(backupKey: Buffer, { salt, head }: { salt: Buffer; head: string }): FileKey {
  const key = Buffer.from(hkdfSync('sha256', backupKey, salt, 'skypanel:backup-file', 32));
  return { key, boundTo: createHash('sha256').update(head, 'utf8').digest() };
}

/** Names a key without telling it: the head of a backup says which one opens it. */
export function keyIdOf(backupKey: Buffer): string {
  const name = Buffer.from(hkdfSync('sha256', backupKey, Buffer.alloc(0), 'skypanel:backup-key-id', 32));
  return createHash('sha256').update(name).digest().subarray(0, 8).toString('base64url');
}

/** Sealed chunks of a stream of bytes, each with its length before it. */
export async function* seal(bytes: AsyncIterable<Buffer>, file: FileKey): AsyncGenerator<Buffer> {
  let number = 0n;
  let held: Buffer | null = null;
  for await (const chunk of inChunks(bytes)) {
    if (held) yield sealChunk(file, { number: number++, chunk: held, last: false });
    held = chunk;
  }
  yield sealChunk(file, { number, chunk: held ?? Buffer.alloc(0), last: true });
}

/** What `seal` was given. @throws Error when a chunk was changed, moved, left out, or sealed under another key */
export async function* unseal(bytes: AsyncIterable<Buffer>, file: FileKey): AsyncGenerator<Buffer> {
  let number = 0n;
  let ended = false;
  for await (const sealed of sealedChunks(bytes)) {
    if (ended) throw new Error('The backup is damaged: something follows its end.');
    const plain = openChunk(file, { number, sealed, last: false });
    if (plain) yield plain;
    else {
      const last = openChunk(file, { number, sealed, last: true });
      if (!last) throw new Error('The backup is damaged, or was changed: a part of it does not open.');
      ended = true;
      yield last;
    }
    number += 1n;
  }
  if (!ended) throw new Error('The backup is cut off: its end is missing.');
}

interface Numbered {
  number: bigint;
  last: boolean;
}

function sealChunk({ key, boundTo }: FileKey, { number, last, chunk }: Numbered & { chunk: Buffer }): Buffer {
  const cipher = createCipheriv(CIPHER, key, nonceOf({ number, last })).setAAD(boundTo);
  const body = Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
}

/** Null when it does not open as that. */
function openChunk(
  { key, boundTo }: FileKey,
  { number, last, sealed }: Numbered & { sealed: Buffer },
): Buffer | null {
  const decipher = createDecipheriv(CIPHER, key, nonceOf({ number, last }), { authTagLength: TAG_BYTES })
    .setAAD(boundTo)
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}

function nonceOf({ number, last }: Numbered): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(number);
  nonce.writeUInt32BE(last ? 1 : 0, 8);
  return nonce;
}

async function* inChunks(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of bytes) {
    pieces.push(piece);
    size += piece.length;
    if (size < CHUNK_BYTES) continue;
    const all = Buffer.concat(pieces);
    let at = 0;
    for (; all.length - at >= CHUNK_BYTES; at += CHUNK_BYTES) yield all.subarray(at, at + CHUNK_BYTES);
    pieces = [all.subarray(at)];
    size = all.length - at;
  }
  if (size > 0) yield Buffer.concat(pieces);
}

async function* sealedChunks(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of bytes) {
    rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    let at = 0;
    while (rest.length - at >= LENGTH_BYTES) {
      const length = rest.readUInt32BE(at);
      if (length < TAG_BYTES || length > CHUNK_BYTES + TAG_BYTES)
        throw new Error('The backup is damaged: a part of it has no sensible length.');
      if (rest.length - at - LENGTH_BYTES < length) break;
      yield rest.subarray(at + LENGTH_BYTES, at + LENGTH_BYTES + length);
      at += LENGTH_BYTES + length;
    }
    rest = rest.subarray(at);
  }
  if (rest.length > 0) throw new Error('The backup is cut off: it ends in the middle of a part.');
}
