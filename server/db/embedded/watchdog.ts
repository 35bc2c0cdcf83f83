import { spawn } from 'node:child_process';
import type { Cluster } from './cluster.ts';
import { pidFile } from './postmaster.ts';

// `cat` ends when the pipe closes, which the system does for us however we die. The number is compared with the
// server's own file first: by then it might belong to somebody else.
const script = 'cat >/dev/null; read -r pid rest < "$2" && [ "$pid" = "$1" ] && kill -INT "$1"';

/** Stops the server when this process dies without having done so, even by SIGKILL. Call the result to let it go. */
export function watchOver(cluster: Cluster, pid: number): () => void {
  if (process.platform === 'win32') return () => {};
  const child = spawn('/bin/sh', ['-c', script, 'sh', String(pid), pidFile(cluster)], {
    cwd: '/',
    detached: true, // Ctrl-C must not reach it before the application has shut down
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  child.on('error', () => {}); // no shell, no watchdog: stop() works without
  child.stdin.on('error', () => {});
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return () => {
    child.kill('SIGKILL');
    child.stdin.destroy();
  };
}
