import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** Who the server's processes run as. Empty: whoever we are. */
export interface Identity {
  uid?: number;
  gid?: number;
}

/** What a finished process left behind. `code` is null if it was killed or could not be started. */
export interface Outcome {
  code: number | null;
  output: string;
}

/**
 * PostgreSQL refuses to run as root, so root lends it an account that exists everywhere: `postgres`, else
 * `nobody`. A number without an entry in /etc/passwd would fail in initdb.
 */
export async function serverIdentity(): Promise<Identity> {
  if (process.getuid?.() !== 0) return {};
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const account = ['postgres', 'nobody']
    .map((name) => accounts.find((fields) => fields[0] === name))
    .find(Boolean);
  if (!account)
    throw new Error('PostgreSQL does not run as root, and neither postgres nor nobody exists here.');
  return { uid: Number(account[2]), gid: Number(account[3]) };
}

/** Runs a program to its end, in `cwd`, which the identity must be able to enter. Never throws. */
export function runAs(identity: Identity, command: string, args: string[], cwd = '/'): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      ...identity,
      cwd,
      env: serverEnvironment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => resolve({ code: null, output: error.message }));
    child.on('close', (code) => resolve({ code, output: output.trim() }));
  });
}

/** Whether the identity can enter a directory: asked of the system, which knows modes, ACLs and mounts. */
export async function canEnter(identity: Identity, directory: string): Promise<boolean> {
  if (identity.uid === undefined) return true;
  return (await runAs(identity, '/bin/sh', ['-c', 'cd "$1"', 'sh', directory])).code === 0;
}

/**
 * Ours must not steer the server: PGDATA, PGOPTIONS or a locale that is not installed. Windows needs its own
 * variables to start anything. (Windows and macOS are untested.)
 */
export const serverEnvironment: NodeJS.ProcessEnv | undefined =
  process.platform === 'win32' ? undefined : { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C' };

/** Whether a process of that number exists, be it somebody else's. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
