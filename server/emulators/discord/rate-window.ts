/** So many requests in a window that begins with its first one. */
export class RateWindow {
  readonly #requests: number;
  readonly #windowMs: number;
  readonly #now: () => Date;
  #startedAt = Number.NEGATIVE_INFINITY;
  #taken = 0;

  constructor({ requests, windowMs, now }: { requests: number; windowMs: number; now: () => Date }) {
    this.#requests = requests;
    this.#windowMs = windowMs;
    this.#now = now;
  }

  /** Takes one; else the milliseconds until there is one again. */
  take(): number {
    const now = this.#now().getTime();
    if (now >= this.#startedAt + this.#windowMs) {
      this.#startedAt = now;
      this.#taken = 0;
    }
    if (this.#taken >= this.#requests) return this.#resetAt() - now;
    this.#taken += 1;
    return 0;
  }

  headers(): Record<string, string> {
    const resetMs = Math.max(0, this.#resetAt() - this.#now().getTime());
    return {
      'x-ratelimit-limit': String(this.#requests),
      'x-ratelimit-remaining': String(this.#requests - this.#taken),
      'x-ratelimit-reset': (Math.max(0, this.#resetAt()) / 1000).toFixed(3),
      'x-ratelimit-reset-after': (resetMs / 1000).toFixed(3),
      'x-ratelimit-bucket': 'emulated',
    };
  }

  #resetAt(): number {
    return Number.isFinite(this.#startedAt) ? this.#startedAt + this.#windowMs : 0;
  }
}
