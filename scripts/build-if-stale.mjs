import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

// Runs before `npm start`, on plain Node: builds what is not built, or older than its source.
const SOURCES = [
  'client',
  'server',
  'shared',
  'migrations',
  'package.json',
  'vite.config.ts',
  'vite.server.config.ts',
];
const BUILT = ['dist/client/index.html', 'dist/server/index.js'];

if (isStale()) {
  console.log('Building ...');
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.exit(status ?? 1);
}

function isStale() {
  if (BUILT.some((file) => !existsSync(file))) return true;
  // A production install has no sources to compare with beyond what was built.
  if (!existsSync('node_modules/vite')) return false;
  const built = Math.min(...BUILT.map((file) => statSync(file).mtimeMs));
  return SOURCES.some((source) => newest(source) > built);
}

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}
