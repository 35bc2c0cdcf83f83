import type { Clock } from '../clock.ts';

/** A clock that moves only when told to: by `set`, by `advance`, or by somebody sleeping on it. */
export interface SettableClock extends Clock {
  set(instant: Date | string): void;
  advance(ms: number): void;
}

/**
 * Starts at `start`; a sleep resolves at once and leaves the clock that much later. For one sleeper at a time: while
 * somebody waits for somebody else, give the one who waits a sleep of its own, or its naps eat the other's time.
 */
export function settableClock(start: Date | string): SettableClock {
  let now = new Date(start).getTime();
  const advance = (ms: number) => {
    now += ms;
  };
  return {
    now: () => new Date(now),
    set: (instant) => {
      now = new Date(instant).getTime();
    },
    advance,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      advance(Math.max(0, ms));
    },
  };
}
