import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { fileKey, keyIdOf, seal, unseal } from './sealing.ts';

const backupKey = Buffer.alloc(32, 5);
const file = fileKey(backupKey, { salt: Buffer.alloc(16, 1), head: '{"format":"a backup"}' });

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const found: Buffer[] = [];
  for await (const piece of source) found.push(piece);
  return Buffer.concat(found);
}

const sealed = (bytes: Buffer) => all(seal(pieces(bytes, 10_000), file));
const opened = (bytes: Buffer, key = file) => all(unseal(pieces(bytes, 9_999), key));

test.each([0, 1, 65_535, 65_536, 65_537, 131_072, 300_000])(
  '%i bytes come back as they were',
  async (size) => {
    const bytes = randomBytes(size);
    expect(await opened(await sealed(bytes))).toEqual(bytes);
  },
);

const CHUNK = 4 + 65_536 + 16;

test.each<[string, (bytes: Buffer) => Buffer]>([
  ['a byte in the middle was changed', (bytes) => flipped(bytes, 100_000)],
  ['a byte of the last tag was changed', (bytes) => flipped(bytes, bytes.length - 1)],
  ['the last part was cut off', (bytes) => bytes.subarray(0, CHUNK * 2)],
  ['it was cut in the middle of a part', (bytes) => bytes.subarray(0, CHUNK + 1000)],
  ['all of it was cut off', () => Buffer.alloc(0)],
  ['a part was left out', (bytes) => Buffer.concat([bytes.subarray(0, CHUNK), bytes.subarray(CHUNK * 2)])],
  [
    'two parts changed places',
    (bytes) =>
      Buffer.concat([bytes.subarray(CHUNK, CHUNK * 2), bytes.subarray(0, CHUNK), bytes.subarray(CHUNK * 2)]),
  ],
  ['its end stands twice', (bytes) => Buffer.concat([bytes, bytes.subarray(CHUNK * 2)])],
  ['a length makes no sense', (bytes) => Buffer.concat([Buffer.alloc(4, 255), bytes])],
])('%s: it does not open', async (_what, change) => {
  const bytes = await sealed(Buffer.alloc(150_000, 7));
  await expect(opened(change(bytes))).rejects.toThrow(/^The backup is (damaged|cut off)/);
});

test('another key, another salt or another head does not open it', async () => {
  const bytes = await sealed(Buffer.from('a ledger'));
  const salt = Buffer.alloc(16, 1);
  const head = '{"format":"a backup"}';
  for (const other of [
    fileKey(Buffer.alloc(32, 6), { salt, head }),
    fileKey(backupKey, { salt: Buffer.alloc(16, 2), head }),
    fileKey(backupKey, { salt, head: '{"format":"a backup "}' }),
  ]) {
    await expect(opened(bytes, other)).rejects.toThrow(/does not open/);
  }
  expect(keyIdOf(backupKey)).not.toBe(keyIdOf(Buffer.alloc(32, 6)));
});

function flipped(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}
