import type { Instant, Token } from '../world/entities.ts';
import type { World } from '../world/world.ts';
import { labelMatches } from './faults.ts';
import { forbidden, type Reply, unauthorized } from './reply.ts';

const WINDOW_MS = 60_000;

/** Who may call what, and how often: tokens, their permissions, and Laravel's throttle in the world's time. */
export class Access {
  readonly #world: World;
  readonly #windows = new Map<string, { began: Instant; used: number }>();

  constructor(world: World) {
    this.#world = world;
  }

  /** The refusal of a call, or the headers that its answer carries. */
  check(
    authorization: string | undefined,
    call: { label: string; address: string | undefined },
  ): { refusal: Reply } | { headers: Record<string, string> } {
    const token = this.#world.tokens.get(authorization?.replace(/^Bearer /, '') ?? '');
    if (!token || !authorization?.startsWith('Bearer ')) return { refusal: unauthorized() };
    if (token.expires !== null && token.expires <= this.#world.now()) return { refusal: unauthorized() };
    if (token.allowedAddresses && !token.allowedAddresses.includes(call.address ?? '')) {
      return { refusal: forbidden() };
    }
    const limit = this.#throttle(token);
    if ('refusal' in limit) return limit;
    return mayCall(token, call.label) ? limit : { refusal: { ...forbidden(), headers: limit.headers } };
  }

  #throttle(token: Token): { refusal: Reply } | { headers: Record<string, string> } {
    const limit = token.requestsPerMinute;
    if (limit === null) return { headers: {} };
    const now = this.#world.now();
    const current = this.#windows.get(token.token);
    const window = current && now < current.began + WINDOW_MS ? current : { began: now, used: 0 };
    this.#windows.set(token.token, window);
    window.used += 1;
    const remaining = String(Math.max(0, limit - window.used));
    const headers = { 'X-RateLimit-Limit': String(limit), 'X-RateLimit-Remaining': remaining };
    if (window.used <= limit) return { headers };
    const ends = window.began + WINDOW_MS;
    return {
      refusal: tooMany(Math.ceil((ends - now) / 1000), {
        ...headers,
        'X-RateLimit-Reset': epochSeconds(ends),
      }),
    };
  }
}

/** 429 as Laravel words it; without `retryAfter` the header is left out. */
export function tooMany(retryAfter: string | number | null, headers: Record<string, string> = {}): Reply {
  const wait: Record<string, string> = retryAfter === null ? {} : { 'Retry-After': String(retryAfter) };
  return { status: 429, body: { message: 'Too Many Attempts.' }, headers: { ...headers, ...wait } };
}

function mayCall(token: Token, label: string): boolean {
  if (token.except.some((pattern) => labelMatches(pattern, label))) return false;
  return token.permissions === 'all' || token.permissions.some((pattern) => labelMatches(pattern, label));
}

function epochSeconds(at: Instant): string {
  return String(Math.ceil(at / 1000));
}
