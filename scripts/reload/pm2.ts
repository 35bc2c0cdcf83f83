import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** A reload waits for each process to be ready, and for the old one to end. */
const PATIENCE_MS = 180_000;

/** A process of ecosystem.config.js, as PM2 lists it. */
export interface Pm2Process {
  name: string;
  pid: number;
  status: string;
}

/** A PM2 of one's own, with these variables for its processes, beside those of the shell. */
export function pm2With(variables: Record<string, string>) {
  const program = createRequire(import.meta.url).resolve('pm2/bin/pm2');
  const settings = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const call = async (...words: string[]) => {
    // Through env(1): only server/env.ts reads the environment of this process.
    const { stdout } = await run('env', [...settings, process.execPath, program, ...words], {
      timeout: PATIENCE_MS,
      maxBuffer: 16 * 1024 * 1024,
    });
    return stdout;
  };
  return {
    call,
    list: async (): Promise<Pm2Process[]> => {
      const text = await call('jlist', '--silent');
      const rows = JSON.parse(text.slice(text.indexOf('['))) as {
        name: string;
        pid: number;
        pm2_env: { status: string };
      }[];
      return rows.map(({ name, pid, pm2_env: { status } }) => ({ name, pid, status }));
    },
  };
}
