import { randomBytes } from 'node:crypto';
import type { Request } from 'express';

/** What PayPal gives a token: nine hours. */
const TOKEN_SECONDS = 32_400;

/** Client credentials and the tokens given for them. */
export class Access {
  readonly #tokens = new Map<string, number>();
  readonly #now: () => Date;
  readonly #credentials: string;
  /** How many tokens were asked for. */
  granted = 0;

  constructor(options: { clientId: string; clientSecret: string; now: () => Date }) {
    this.#now = options.now;
    this.#credentials = Buffer.from(`${options.clientId}:${options.clientSecret}`).toString('base64');
  }

  /** A token for the right credentials, else null. */
  grant(request: Request): { access_token: string; token_type: 'Bearer'; expires_in: number } | null {
    if (request.headers.authorization !== `Basic ${this.#credentials}`) return null;
    const token = `A21AA${randomBytes(24).toString('base64url')}`;
    this.#tokens.set(token, this.#now().getTime() + TOKEN_SECONDS * 1000);
    this.granted += 1;
    return { access_token: token, token_type: 'Bearer', expires_in: TOKEN_SECONDS };
  }

  accepts(request: Request): boolean {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    return (this.#tokens.get(token) ?? 0) > this.#now().getTime();
  }

  /** Every token given so far is worth nothing any more. */
  expireAll(): void {
    this.#tokens.clear();
  }
}
