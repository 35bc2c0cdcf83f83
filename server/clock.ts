import { setTimeout as pause } from 'node:timers/promises';

/** Time, as verbs see it. Tests set it; only the system clock asks the machine. */
export interface Clock {
  now(): Date;
  /** Resolves after `ms` milliseconds; rejects with an AbortError as soon as `signal` is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

// A longer timer overflows Node's 32 bits and fires at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's clock: the only caller of Date.now. */
export const systemClock: Clock = {
  now: () => new Date(Date.now()),
  sleep: async (ms, signal) => {
    for (let left = ms; left > 0; left -= LONGEST_TIMER_MS) {
      await pause(Math.min(left, LONGEST_TIMER_MS), undefined, { signal });
    }
  },
};
