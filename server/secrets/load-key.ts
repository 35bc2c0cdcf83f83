import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Env } from '../env.ts';

/** In the data directory. */
export const KEY_FILE = 'secret-key';

/**
 * The key everything secret is sealed under: SECRET_KEY, else the file `secret-key` in the data directory,
 * which is made on first start and readable by its owner alone. Throws when the file holds no key.
 */
export async function loadKey(env: Pick<Env, 'secretKey' | 'dataDir'>): Promise<Buffer> {
  if (env.secretKey) return env.secretKey;
  return keyInFile(env.dataDir, KEY_FILE);
}

/** The key in a file of the data directory, which is made if it is missing. Throws when the file holds no key. */
export async function keyInFile(dataDir: string, name: string): Promise<Buffer> {
  const path = join(dataDir, name);
  return (await readKey(path)) ?? makeKey(dataDir, path);
}

async function readKey(path: string): Promise<Buffer | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const hex = text.trim();
  if (!/^[0-9a-f]{64}$/.test(hex)) {
    // A new key in its place would make every saved secret unreadable for good.
    throw new Error(
      `${path} does not hold a key (64 hex digits). Restore it from a backup, or set SECRET_KEY.`,
    );
  }
  await chmod(path, 0o600);
  return Buffer.from(hex, 'hex');
}

/** Written whole under another name, then linked: of processes that start together, one names the key for all. */
async function makeKey(dataDir: string, path: string): Promise<Buffer> {
  await mkdir(dataDir, { recursive: true });
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${randomBytes(32).toString('hex')}\n`);
    await file.sync();
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await file.close();
    await rm(draft, { force: true });
  }
  const key = await readKey(path);
  if (!key) throw new Error(`${path} vanished while it was being made.`);
  return key;
}
