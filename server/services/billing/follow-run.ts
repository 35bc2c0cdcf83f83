import type { RunProgress } from '#shared/api/runs.ts';
import type { Context } from '../../context.ts';
import { readRunProgress } from './read-run-progress.ts';

/** How often the rows are read while somebody listens, however many do. */
const PACE_MS = 1000;

export type ProgressListener = (progress: RunProgress) => void;

/** Progress of open runs, for any number of listeners of one process. */
export interface RunFollower {
  /**
   * Tells how far a run is, now and every second, until it is closed or `signal` is aborted; ends then. Listeners of
   * the same run share one look at the rows. @throws NotFoundError, and what the database says
   */
  follow(runId: number, listener: ProgressListener, signal: AbortSignal): Promise<void>;
}

interface Watch {
  listeners: Set<ProgressListener>;
  ended: Promise<void>;
}

/** The rows of a run are read by whoever watches it here; the processes that bill it know nothing of that. */
export function createRunFollower(ctx: Context): RunFollower {
  const watches = new Map<number, Watch>();

  async function watch(runId: number, listeners: Set<ProgressListener>): Promise<void> {
    try {
      while (listeners.size > 0) {
        const progress = await readRunProgress(ctx, runId);
        for (const listener of listeners) listener(progress);
        if (progress.closedAt !== null) return;
        await ctx.clock.sleep(PACE_MS);
      }
    } finally {
      watches.delete(runId);
    }
  }

  function watchOf(runId: number, listener: ProgressListener): Watch {
    const known = watches.get(runId);
    if (known) {
      known.listeners.add(listener);
      return known;
    }
    const listeners = new Set([listener]);
    const made = { listeners, ended: watch(runId, listeners) };
    watches.set(runId, made);
    return made;
  }

  return {
    follow: async (runId, listener, signal) => {
      if (signal.aborted) return;
      const { listeners, ended } = watchOf(runId, listener);
      const left = new Promise<void>((resolve) =>
        signal.addEventListener('abort', () => resolve(), { once: true }),
      );
      try {
        await Promise.race([ended, left]);
      } finally {
        listeners.delete(listener);
      }
    },
  };
}
