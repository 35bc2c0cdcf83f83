import { createHash } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, type Options, rateLimit } from 'express-rate-limit';
import type { Clock } from '../clock.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { bearerOf } from './bearer.ts';
import { rateLimitStore } from './rate-limit-store.ts';

const QUARTER_HOUR_MS = 15 * 60 * 1000;

/** How often an address may ask the API in a minute, in one process: far above what pages and scripts need. */
const REQUESTS_PER_MINUTE = 1_200;

/** Failed sign-ins in a quarter of an hour: of one account from one address, and of one address in all. */
export const signInLimits = { perAccount: 10, perAddress: 50 };

/** A generous limit for everything; counted in memory: md-docs/decisions/0043-the-general-limit-counts-in-memory.md. */
export function generalLimit(base: Pick<Context, 'clock' | 'log'>): RequestHandler {
  return limiter(base, { windowMs: 60_000, limit: REQUESTS_PER_MINUTE, keyGenerator: addressOf });
}

/** Before the password is looked at. Attempts that succeed do not count. Wants the body read. */
export function signInGuards(base: Pick<Context, 'db' | 'clock' | 'log'>): RequestHandler[] {
  const failures = { windowMs: QUARTER_HOUR_MS, skipSuccessfulRequests: true };
  return [
    limiter(base, {
      ...failures,
      limit: signInLimits.perAddress,
      keyGenerator: addressOf,
      store: rateLimitStore(base, 'sign-in:address:'),
    }),
    limiter(base, {
      ...failures,
      limit: signInLimits.perAccount,
      keyGenerator: (request) => `${accountOf(request)}:${addressOf(request)}`,
      store: rateLimitStore(base, 'sign-in:account:'),
    }),
  ];
}

/** How often a customer's link may ask in a minute, and how often an address may come with one that opens nothing. */
export const linkLimits = { perLink: 300, refusedPerAddress: 60 };

/** In front of what customers ask for: each link for itself, and who tries links that are none. Over all instances. */
export function customerLinkLimits(base: Pick<Context, 'db' | 'clock' | 'log'>): RequestHandler[] {
  return [
    limiter(base, {
      windowMs: QUARTER_HOUR_MS,
      limit: linkLimits.refusedPerAddress,
      keyGenerator: addressOf,
      skipSuccessfulRequests: true,
      requestWasSuccessful: (_request, response) => response.statusCode !== 401,
      store: rateLimitStore(base, 'link:address:'),
    }),
    limiter(base, {
      windowMs: 60_000,
      limit: linkLimits.perLink,
      keyGenerator: linkOf,
      store: rateLimitStore(base, 'link:own:'),
    }),
  ];
}

function limiter({ clock, log }: Pick<Context, 'clock' | 'log'>, options: Partial<Options>): RequestHandler {
  return rateLimit({
    standardHeaders: false,
    legacyHeaders: false,
    // Its checks of our settings print to the console; the settings are fixed here and tested.
    validate: false,
    logger: {
      error: (error, detail) => log.error('rate limit', { error, detail }),
      warn: (error, detail) => log.warn('rate limit', { error, detail }),
    },
    ...options,
    handler: (request, response, next) => {
      const seconds = secondsUntil(clock, request);
      response.setHeader('Retry-After', String(seconds));
      next(
        new AppError('too_many_requests', `Too many attempts. Try again ${inWords(seconds)}.`, {
          facts: { retryAfterSeconds: seconds },
        }),
      );
    },
  });
}

function secondsUntil(clock: Clock, request: Request): number {
  const { rateLimit: counted } = request as Request & { rateLimit?: { resetTime?: Date } };
  const waitMs = (counted?.resetTime?.getTime() ?? 0) - clock.now().getTime();
  return Math.max(1, Math.ceil(waitMs / 1000));
}

function inWords(seconds: number): string {
  return seconds > 90 ? `in ${Math.ceil(seconds / 60)} minutes` : `in ${seconds} seconds`;
}

/** The address; of IPv6 the network, which one customer has all of. */
function addressOf(request: Request): string {
  return ipKeyGenerator(request.ip ?? 'unknown');
}

/** Not the token itself: what opens somebody's page is kept nowhere. */
function linkOf(request: Request): string {
  return createHash('sha256')
    .update(bearerOf(request) ?? addressOf(request))
    .digest('base64url');
}

/** Not the e-mail itself: who tried to sign in is not for this table. */
function accountOf(request: Request): string {
  const email: unknown = request.body?.email;
  const spelled = typeof email === 'string' ? email.trim().toLowerCase() : '';
  return createHash('sha256').update(spelled).digest('base64url');
}
