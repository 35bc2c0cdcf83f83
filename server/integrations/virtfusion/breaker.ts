import { CircuitState, CountBreaker, circuitBreaker, handleWhen, type IBackoff } from 'cockatiel';
import { HttpFailure, type HttpReply, type IntegrationClock, type IntegrationLog } from '../http-client.ts';

export interface Breaker {
  /** @throws BrokenCircuitError, without sending, while the host is left alone. */
  execute<Reply extends HttpReply>(send: () => Promise<Reply>): Promise<Reply>;
}

const restMs = 10_000;

/**
 * Opens when more than half of the last 40 calls failed, 20 at least; tries one call after 10 s. A failure is no
 * reply or a 5xx: a refusal shows that the host is well. Calls are counted, not seconds, and the rest is taken on
 * the given clock, because the library's own breakers of time read the system's.
 */
export function createBreaker(options: {
  clock: IntegrationClock;
  log: IntegrationLog;
  name: string;
  /** A 5xx that is no fault of this host. */
  excused: (reply: HttpReply) => boolean;
}): Breaker {
  const failed = handleWhen(
    (error) => error instanceof HttpFailure && error.reason !== 'cancelled',
  ).orWhenResult((reply) => (reply as HttpReply).status >= 500 && !options.excused(reply as HttpReply));
  const policy = circuitBreaker(failed, {
    halfOpenAfter: { next: () => restOn(options.clock) },
    breaker: new CountBreaker({ threshold: 0.5, size: 40, minimumNumberOfCalls: 20 }),
  });
  policy.onStateChange((state) => {
    options.log.warn('virtfusion breaker changed', { breaker: options.name, state: CircuitState[state] });
  });
  return { execute: (send) => policy.execute(send) };
}

/** The library compares the time since opening with `duration`; ours is over when the given clock says so. */
function restOn(clock: IntegrationClock): IBackoff<unknown> {
  const openedAt = clock.now().getTime();
  return {
    get duration() {
      const restedMs = clock.now().getTime() - openedAt;
      // Before its own beginning: the clock was set back, and the rest must not last until it catches up.
      return restedMs >= restMs || restedMs < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    },
    next: () => restOn(clock),
  };
}
