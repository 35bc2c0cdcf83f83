import { type ChildProcess, fork } from 'node:child_process';
import { bundleProgram } from '../bundle-program.ts';

/** A process of the bench's own, whose messages are answered one at a time. */
export interface Child<To, From> {
  ask(message: To): Promise<From>;
}

export interface Children<To, From> {
  children: Child<To, From>[];
  /** What each said when it was ready. */
  greetings: From[];
  close(): Promise<void>;
}

/**
 * Starts an entry of this folder as processes, bundled, with options each; resolves once all have said that
 * they are ready. Their CPU profiles are written to the folder `profile` when they end. @throws Error when one ends, or says that it failed
 */
export async function startChildren<To extends object, From extends { kind: string }>(
  entry: string,
  { options, profile }: { options: readonly object[]; profile: string | null },
): Promise<Children<To, From>> {
  const { program, remove } = await bundleProgram({ entry });
  const started = options.map((own) =>
    fork(program, [JSON.stringify(own)], {
      execArgv: profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    }),
  );
  const close = async () => {
    await Promise.all(started.map(ended));
    await remove();
  };
  try {
    const greetings = await Promise.all(started.map((child) => heard<From>(child)));
    const children = started.map((child) => ({
      ask: (message: To) => {
        const reply = heard<From>(child);
        child.send(message);
        return reply;
      },
    }));
    return { children, greetings, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The next word of a child. @throws Error when it failed, or ended */
function heard<From extends { kind: string }>(child: ChildProcess): Promise<From> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null) => reject(new Error(`A process of the bench ended (${code}).`));
    child.once('exit', gone);
    child.once('message', (message: From | { kind: 'failed'; reason: string }) => {
      child.off('exit', gone);
      if ('reason' in message && message.kind === 'failed') reject(new Error(message.reason));
      else resolve(message as From);
    });
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    if (child.connected) child.disconnect();
  });
}
