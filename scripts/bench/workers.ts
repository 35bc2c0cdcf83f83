import { startChildren } from './children.ts';
import type { FromWorker, ToWorker, WorkerFigures, WorkerOptions } from './messages.ts';

export interface Workers {
  /** All of them drain one run; resolves when none finds anything left. */
  bill(run: { runId: number; now: Date }): Promise<WorkerFigures[]>;
  /** The first of them alone. */
  look(now: Date): Promise<WorkerFigures>;
  run(now: Date): Promise<WorkerFigures>;
  close(): Promise<void>;
}

/** Processes that look and bill, started once and connected before anything is measured. */
export async function startWorkers({
  instances,
  profile,
  ...options
}: WorkerOptions & { instances: number; profile: string | null }): Promise<Workers> {
  const { children, close } = await startChildren<ToWorker, FromWorker>('scripts/bench/worker.ts', {
    options: Array.from({ length: instances }, () => options),
    profile,
  });
  const tell = async (child: (typeof children)[number] | undefined, message: ToWorker) => {
    const reply = await child?.ask(message);
    if (reply?.kind !== 'done') throw new Error('a worker answers what it was asked');
    return reply.figures;
  };
  const first = children[0];
  return {
    close,
    bill: ({ runId, now }) =>
      Promise.all(children.map((child) => tell(child, { kind: 'bill', runId, now: now.getTime() }))),
    look: (now) => tell(first, { kind: 'look', now: now.getTime() }),
    run: (now) => tell(first, { kind: 'run', now: now.getTime() }),
  };
}
