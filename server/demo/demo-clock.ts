import type { Clock } from '../clock.ts';

/** A clock that is set through the past while a demo's history is made, and follows the real one afterwards. */
export interface DemoClock extends Clock {
  set(at: Date): void;
  /** From now on it is the real clock. */
  release(): void;
}

export function demoClock(real: Clock, start: Date): DemoClock {
  let held: number | null = start.getTime();
  return {
    now: () => (held === null ? real.now() : new Date(held)),
    sleep: async (ms, signal) => {
      if (held === null) return real.sleep(ms, signal);
      held += ms;
    },
    set: (at) => {
      held = at.getTime();
    },
    release: () => {
      held = null;
    },
  };
}
