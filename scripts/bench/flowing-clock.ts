import { type Clock, systemClock } from '../../server/clock.ts';

/** Runs on from where it was set last, as fast as time does. */
export interface FlowingClock extends Clock {
  set(at: Date): void;
}

export function flowingClock(start: Date): FlowingClock {
  let setTo = start.getTime();
  let setAt = performance.now();
  return {
    now: () => new Date(setTo + Math.floor(performance.now() - setAt)),
    sleep: (ms, signal) => systemClock.sleep(ms, signal),
    set: (at) => {
      setTo = at.getTime();
      setAt = performance.now();
    },
  };
}
