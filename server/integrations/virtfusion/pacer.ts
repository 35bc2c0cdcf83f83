import type { IntegrationClock } from '../http-client.ts';

export interface Pacer {
  /**
   * Waits for this request's turn; at once when nothing holds it back.
   * @returns null, or the milliseconds still to wait when the panel asked for more than `longestPauseMs`.
   */
  turn(signal?: AbortSignal): Promise<number | null>;
  /** The panel asked for silence: nobody sends before it is over. */
  pause(ms: number): void;
}

const minuteMs = 60_000;

/**
 * Keeps within `requestsPerMinute` in every stretch of 60 seconds, whatever its beginning: a bucket of a tenth of
 * them, refilled so that bucket and refill together never exceed the number. null sets no pace.
 */
export function createPacer(options: {
  clock: IntegrationClock;
  requestsPerMinute: number | null;
  longestPauseMs: number;
}): Pacer {
  const { clock, requestsPerMinute, longestPauseMs } = options;
  const burst = requestsPerMinute === null ? 1 : Math.max(1, Math.floor(requestsPerMinute / 10));
  const intervalMs = requestsPerMinute === null ? 0 : Math.ceil(minuteMs / (requestsPerMinute - burst + 1));
  let readAt = Number.NEGATIVE_INFINITY;
  let fullAt = Number.NEGATIVE_INFINITY;
  let pausedUntil = Number.NEGATIVE_INFINITY;

  function now(): number {
    const read = clock.now().getTime();
    // A clock set back takes its appointments with it; else one hour back would mean one hour of silence.
    const setBackMs = Math.max(0, readAt - read);
    fullAt -= setBackMs;
    pausedUntil -= setBackMs;
    readAt = read;
    return read;
  }

  /** The instant of the first free turn from then on, which is thereby taken. */
  function takeTurn(from: number): number {
    const at = Math.max(from, fullAt - (burst - 1) * intervalMs);
    fullAt = Math.max(fullAt, at) + intervalMs;
    return at;
  }

  return {
    async turn(signal) {
      let reached = now();
      let at = takeTurn(reached);
      for (;;) {
        if (pausedUntil - reached > longestPauseMs) return pausedUntil - reached;
        if (pausedUntil > at) at = takeTurn(pausedUntil);
        if (at <= reached) return null;
        await clock.sleep(at - reached, signal);
        // By what was slept, not by asking again: so a clock that stands still cannot hold us for ever.
        reached = at;
      }
    },
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, now() + ms);
    },
  };
}
