import type { IntegrationClock } from '../http-client.ts';

export interface RetryPlan {
  clock: IntegrationClock;
  /** Attempts in all, the first included. */
  tries: number;
  /** No new attempt begins later than this after the first, in milliseconds of the clock. */
  budgetMs: number;
  /** Milliseconds to wait after so many failures, or null when this failure is final. */
  waitAfter(error: unknown, failures: number): number | null;
  signal?: AbortSignal;
}

/**
 * Repeats an attempt that failed, and throws the last failure as it came. A loop of our own instead of a library's:
 * its waits must run on the given clock and obey Retry-After, and libraries sleep on timers of their own.
 */
export async function withRetries<T>(plan: RetryPlan, attempt: () => Promise<T>): Promise<T> {
  const startedAt = plan.clock.now().getTime();
  for (let failures = 1; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      const waitMs = failures < plan.tries ? plan.waitAfter(error, failures) : null;
      if (waitMs === null || plan.signal?.aborted) throw error;
      const elapsedMs = plan.clock.now().getTime() - startedAt;
      if (elapsedMs + waitMs > plan.budgetMs) throw error;
      try {
        await plan.clock.sleep(waitMs, plan.signal);
      } catch {
        throw error; // Cancelled while waiting: what is known is how the last attempt ended.
      }
    }
  }
}

const firstWaitMs = 500;
const longestWaitMs = 30_000;

/** Full jitter: anywhere between nothing and 0.5 s doubled with each failure, at most 30 s. */
export function jitteredWaitMs(failures: number, random: number): number {
  return Math.floor(random * Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - 1)));
}

/**
 * What the other side asked for, in milliseconds, never negative: whole seconds or an HTTP date (RFC 9110, 10.2.3).
 * A date is measured against the reply's own `Date`, so that two clocks that disagree do not matter.
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>, now: Date): number | null {
  const wanted = headers['retry-after']?.trim();
  if (wanted === undefined || wanted === '') return null;
  if (/^\d{1,9}$/.test(wanted)) return Number(wanted) * 1000;
  const instant = httpDate(wanted);
  if (instant === null) return null;
  return Math.max(0, instant.getTime() - (httpDate(headers.date) ?? now).getTime());
}

/** An HTTP date (`Tue, 15 Nov 2026 08:12:31 GMT`), or null when it is missing or is none. */
export function httpDate(text: string | undefined): Date | null {
  if (
    text === undefined ||
    !/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text.trim())
  ) {
    return null;
  }
  const instant = new Date(text.trim());
  return Number.isNaN(instant.getTime()) ? null : instant;
}
