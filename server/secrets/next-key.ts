import { link, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { KEY_FILE, keyInFile } from './load-key.ts';

const NEXT = `${KEY_FILE}.next`;
const PREVIOUS = `${KEY_FILE}.previous`;

/** The key to change the data directory's to. Made when first asked for: a rotation that was cut short goes on with it. */
export function nextKey(dataDir: string): Promise<Buffer> {
  return keyInFile(dataDir, NEXT);
}

/** Puts the next key in place, in one step; the one before stays beside it, for backups that were made with it. */
export async function adoptNextKey(dataDir: string): Promise<void> {
  await rm(join(dataDir, PREVIOUS), { force: true });
  await link(join(dataDir, KEY_FILE), join(dataDir, PREVIOUS));
  // Over the old one: a start in between must find one of the two, and never make a third.
  await rename(join(dataDir, NEXT), join(dataDir, KEY_FILE));
}
