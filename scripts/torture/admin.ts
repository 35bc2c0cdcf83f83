import { systemClock } from '../../server/clock.ts';
import type { BillingSettings } from '../../shared/api/settings.ts';
import type { Random } from './seeded-random.ts';

/** How long the system may need to answer one wish, restarts and all, before the torture gives up on it. */
const PATIENCE_MS = 60_000;

interface Reply {
  status: number;
  body: Record<string, unknown>;
}

/** An admin with a token who asks whichever process answers, and asks again when a reply is lost. */
export class Admin {
  readonly #token: string;
  readonly #urls: () => readonly string[];
  readonly #random: Random;

  constructor(options: { token: string; urls: () => readonly string[]; random: Random }) {
    this.#token = options.token;
    this.#urls = options.urls;
    this.#random = options.random;
  }

  /** One request to one process. @throws when there is no reply */
  async ask(method: string, path: string, body?: unknown): Promise<Reply> {
    const url = this.#random.pick(this.#urls());
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  /** What an outsider posts to one process, as it is. @throws when there is no reply */
  async post(
    path: string,
    { headers, body }: { headers: Record<string, string>; body: string },
  ): Promise<number> {
    const signal = AbortSignal.timeout(10_000);
    const { status } = await fetch(this.#random.pick(this.#urls()) + path, {
      method: 'POST',
      headers,
      body,
      signal,
    });
    return status;
  }

  /** Repeats a request that may be repeated until it is answered with `wanted`. @throws when nothing helps */
  async insist(
    method: string,
    path: string,
    body?: unknown,
    wanted: readonly number[] = [200, 201],
  ): Promise<Reply> {
    let last = 'no process answers';
    for (let waited = 0; waited < PATIENCE_MS; waited += 100) {
      try {
        const reply = await this.ask(method, path, body);
        if (wanted.includes(reply.status)) return reply;
        last = `${reply.status} ${JSON.stringify(reply.body)}`;
      } catch (error) {
        last = String(error);
      }
      await systemClock.sleep(100);
    }
    throw new Error(`${method} ${path} was never answered as it should be; at last: ${last}`);
  }

  /** Presses "bill now" so many times at once; replies that are lost are lost. */
  async trigger(times: number): Promise<void> {
    const path = '/api/admin/cron/trigger-hourly-billing';
    await Promise.allSettled(Array.from({ length: times }, () => this.ask('POST', path, {})));
  }

  /** Saves settings until they are saved: with the version of now, since somebody may have saved meanwhile. */
  async save(change: Partial<BillingSettings>, resumeFrom: 'now' | 'lastBilled' = 'now'): Promise<void> {
    const path = '/api/admin/settings';
    for (let waited = 0; waited < PATIENCE_MS; waited += 100) {
      const { body } = await this.insist('GET', path);
      const settings = { ...(body.settings as BillingSettings), ...change };
      const put = { settings, version: body.version, resumeFrom, confirmRise: true };
      const saved = await this.ask('PUT', path, put).catch(() => null);
      if (saved?.status === 200) return;
      if (saved && saved.status !== 409 && saved.status < 500)
        throw new Error(`Settings were refused: ${JSON.stringify(saved.body)}`);
      await systemClock.sleep(100);
    }
    throw new Error('The settings could not be saved.');
  }

  /** Adds a price; that it is there already means that the reply to the first try was lost. */
  async addRate(rate: { packageId: number; monthlyPrice: string; effectiveFrom: Date }): Promise<void> {
    await this.insist('POST', '/api/admin/rates', { ...rate, confirmRise: true }, [200, 201, 409]);
  }

  /** Cancels the run that waits for an admin. */
  async cancel(runId: number): Promise<void> {
    const reason = 'the clocks are apart';
    await this.ask('POST', `/api/admin/runs/${runId}/cancel`, { reason }).catch(() => null);
  }
}

/** Micros as the API takes money. */
export function decimal(micros: bigint): string {
  const digits = micros.toString().padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}
