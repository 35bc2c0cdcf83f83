import { type ChildProcess, fork } from 'node:child_process';
import { bundleProgram } from '../bundle-program.ts';
import type { FromWorker, ToWorker, WorkerFigures } from './messages.ts';

export interface Workers {
  /** All of them drain one run; resolves when none finds anything left. */
  bill(run: { runId: number; now: Date }): Promise<WorkerFigures[]>;
  close(): Promise<void>;
}

/** Processes that bill, started once and connected before anything is measured. */
export async function startWorkers({ url, instances }: { url: string; instances: number }): Promise<Workers> {
  const { program, remove } = await bundleProgram({ entry: 'scripts/bench/worker.ts' });
  const env = { ...process.env, BENCH_DATABASE: url };
  const children = Array.from({ length: instances }, () =>
    fork(program, { env, execArgv: ['--enable-source-maps'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
  );
  const close = async () => {
    await Promise.all(children.map(ended));
    await remove();
  };
  try {
    await Promise.all(children.map((child) => heard(child)));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    close,
    bill: (run) =>
      Promise.all(
        children.map(async (child) => {
          const reply = heard(child);
          child.send({ kind: 'bill', runId: run.runId, now: run.now.getTime() } satisfies ToWorker);
          const message = await reply;
          if (message.kind !== 'billed') throw new Error('a worker answers what it was asked');
          return message.figures;
        }),
      ),
  };
}

/** The next word of a worker. @throws Error when it failed, or ended */
function heard(child: ChildProcess): Promise<Exclude<FromWorker, { kind: 'failed' }>> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null) => reject(new Error(`A worker ended (${code}).`));
    child.once('exit', gone);
    child.once('message', (message: FromWorker) => {
      child.off('exit', gone);
      if (message.kind === 'failed') reject(new Error(message.reason));
      else resolve(message);
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
