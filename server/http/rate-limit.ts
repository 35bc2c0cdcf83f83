import { createHash } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, type Options, rateLimit } from 'express-rate-limit';
import { errorStatus } from '#shared/api/errors.ts';
import type { Clock } from '../clock.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { bearerOf } from './bearer.ts';
import { rateLimitStore } from './rate-limit-store.ts';
import { stateOf } from './request-context.ts';

const QUARTER_HOUR_MS = 15 * 60 * 1000;

/** How often an address may ask the API in a minute, in one process: far above what pages and scripts need. */
const REQUESTS_PER_MINUTE = 1_200;

/**
 * Failed sign-ins in a quarter of an hour, of one account from one address, and of one address in all. Whoever uses
 * them up and goes on has half an hour for the next so many, then an hour, up to four.
 */
export const signInLimits = { perAccount: 10, perAddress: 50 };

/** Wrong passwords or codes of somebody signed in, in a quarter of an hour: where they are asked to prove it again. */
export const confirmLimit = 10;

/** A generous limit for everything; counted in memory: md-docs/decisions/0043-the-general-limit-counts-in-memory.md. */
export function generalLimit(base: Pick<Context, 'clock' | 'log'>): RequestHandler {
  return limiter(base, { windowMs: 60_000, limit: REQUESTS_PER_MINUTE, keyGenerator: addressOf });
}

/** What stands before each door that can be guessed at. */
export interface DoorGuards {
  signIn: RequestHandler[];
  invitation: RequestHandler[];
  confirm: RequestHandler[];
}

/**
 * Counts failures, never what succeeds, over all instances. Sign-in: by account and address, so that no stranger
 * elsewhere can shut an owner out, and by address in all. Invitations: by address. Proving once more who one is: by
 * whoever is signed in, for a session left open is no place to guess from. All want the body read.
 */
export function doorGuards(base: Pick<Context, 'db' | 'clock' | 'log'>): DoorGuards {
  const guard = (name: string, limit: number, keyGenerator: (request: Request) => string) =>
    limiter(base, {
      windowMs: QUARTER_HOUR_MS,
      skipSuccessfulRequests: true,
      requestWasSuccessful: (_request, response) => !isFailure(response.statusCode),
      limit,
      keyGenerator,
      store: rateLimitStore(base, `${name}:`, limit),
    });
  return {
    signIn: [
      guard('sign-in:address', signInLimits.perAddress, addressOf),
      guard(
        'sign-in:account',
        signInLimits.perAccount,
        (request) => `${accountOf(request)}:${addressOf(request)}`,
      ),
    ],
    invitation: [guard('invitation', signInLimits.perAddress, addressOf)],
    confirm: [guard('confirm', confirmLimit, callerOf)],
  };
}

/** Asked for their code after a right password, people have failed at nothing. */
function isFailure(status: number): boolean {
  return status >= 400 && status !== errorStatus.second_factor_wanted;
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
    handler: (request, _response, next) => {
      const seconds = secondsUntil(clock, request);
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

function callerOf(request: Request): string {
  const { actor } = stateOf(request);
  return actor?.kind === 'admin' ? `admin:${actor.id}` : addressOf(request);
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
