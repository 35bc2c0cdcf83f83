import type { Reply } from './replies.ts';

/** PayPal-Request-Id: the same id on the same route has the effect and the answer of the first. */
export class Once {
  readonly #answers = new Map<string, Reply>();

  /** Answers 200 to a repeat, as PayPal does; a refusal is not remembered. */
  run(key: string | null, work: () => Reply): Reply {
    const earlier = key === null ? undefined : this.#answers.get(key);
    if (earlier) return { ...earlier, status: 200 };
    const reply = work();
    if (key !== null && reply.status < 300) this.#answers.set(key, reply);
    return reply;
  }
}
