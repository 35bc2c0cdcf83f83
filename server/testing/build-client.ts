import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

const sources = ['client', 'shared', 'package.json', 'vite.config.ts'];
const built = 'dist/client/index.html';

/** Builds the pages when there is no build, or one older than its sources. Wants the root as working directory. */
export async function buildClientIfStale(): Promise<void> {
  const isFresh = existsSync(built) && sources.every((path) => newest(path) <= statSync(built).mtimeMs);
  if (!isFresh) await build({ logLevel: 'warn' });
}

function newest(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
