import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadKey } from './load-key.ts';
import { adoptNextKey, nextKey } from './next-key.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'secret-key-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

const load = (secretKey?: Buffer) => loadKey({ secretKey, dataDir });

test('SECRET_KEY is taken as it is, and no file is made', async () => {
  const given = Buffer.alloc(32, 1);
  expect(await load(given)).toBe(given);
  expect(await readdir(dataDir)).toEqual([]);
});

test('without SECRET_KEY the first start makes a file only its owner may read, and the next start reads it', async () => {
  const first = await load();
  expect(first).toHaveLength(32);
  expect((await stat(join(dataDir, 'secret-key'))).mode & 0o777).toBe(0o600);
  expect(await load()).toEqual(first);
});

test('processes that start together agree on one key, and leave no drafts', async () => {
  const keys = await Promise.all(Array.from({ length: 8 }, () => load()));
  expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
  expect(await readdir(dataDir)).toEqual(['secret-key']);
});

test('a damaged file stops the start instead of being replaced', async () => {
  await writeFile(join(dataDir, 'secret-key'), 'half a key');
  await expect(load()).rejects.toThrow(/does not hold a key/);
});

test('a next key is made once, and takes the place of the one before, which stays beside it', async () => {
  const before = await load();
  const next = await nextKey(dataDir);
  expect(next).not.toEqual(before);
  expect(await nextKey(dataDir)).toEqual(next);
  await adoptNextKey(dataDir);
  expect(await load()).toEqual(next);
  expect((await readdir(dataDir)).sort()).toEqual(['secret-key', 'secret-key.previous']);
});
