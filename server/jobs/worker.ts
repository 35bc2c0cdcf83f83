import { EventEmitter } from 'node:events';
import { type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import type pg from 'pg';
import type { Clock } from '../clock.ts';
import { workerLogger } from '../db/worker-logger.ts';
import type { Log } from '../log.ts';
import { holdWorkerLock, type WorkerLock } from './worker-lock.ts';

/** Jobs one process carries out side by side. */
const CONCURRENCY = 2;
/** A worker that ended by itself is started again after so long. */
const AGAIN_AFTER_MS = 2000;

export interface Worker {
  /** Whether it takes jobs: false from the moment it ended by itself until it is started again. */
  alive(): boolean;
  /** Lets the jobs in hand finish; those that listen to the abort signal of their tasks end early. */
  stop(): Promise<void>;
}

/**
 * Starts graphile-worker on our pool. It locks a killed process's jobs for four hours, so each worker pool holds
 * an advisory lock as its heartbeat, and frees the jobs of those whose lock is gone (exactness-and-speed §2).
 */
export async function startWorker(input: {
  pool: pg.Pool;
  /** For the heartbeat's own connection, which must not come from a pooler. */
  databaseUrl: string;
  tasks: TaskList;
  clock: Clock;
  log: Log;
}): Promise<Worker> {
  const { pool, databaseUrl, tasks, clock, log } = input;
  const locks: WorkerLock[] = [];
  const events: WorkerEvents = new EventEmitter();
  events.on('pool:create', ({ workerPool }) => {
    locks.push(holdWorkerLock({ databaseUrl, poolId: workerPool.id, clock, log }));
  });
  const start = (): Promise<Runner> =>
    run({
      pgPool: pool,
      taskList: tasks,
      concurrency: CONCURRENCY,
      pollInterval: 2000,
      noHandleSignals: true,
      logger: workerLogger(log),
      events,
    });
  const stopping = new AbortController();
  let runner = await start();
  let alive = true;
  const keeping = keepRunning();
  return {
    alive: () => alive,
    stop: async () => {
      stopping.abort();
      await runner
        .stop()
        .catch((error: unknown) => log.warn('worker stopped badly', { error: String(error) }));
      await keeping;
      await Promise.all(locks.map((lock) => lock.release()));
    },
  };

  /** A worker that cannot say how a job ended, because the database is away, ends for good (graphile-worker 0.17.3). */
  async function keepRunning(): Promise<void> {
    for (;;) {
      await runner.promise.catch((error: unknown) =>
        log.error('worker stopped by itself', { error: String(error) }),
      );
      alive = false;
      do {
        await clock.sleep(AGAIN_AFTER_MS, stopping.signal).catch(() => {});
        if (stopping.signal.aborted) return;
      } while (!(await startAgain()));
    }
  }

  async function startAgain(): Promise<boolean> {
    try {
      await Promise.all(locks.splice(0).map((lock) => lock.release()));
      runner = await start();
      alive = true;
    } catch (error) {
      log.error('worker could not be started again', { error: String(error) });
      return false;
    }
    if (stopping.signal.aborted) await runner.stop();
    return true;
  }
}
