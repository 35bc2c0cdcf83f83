import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import type { Actor, Context } from '../context.ts';

/** What the request brought that a verb of the world at large does not need; sign-in and sign-out do. */
export interface RequestDoor {
  address: string | null;
  requestId: string;
  /** Where the browser found us: scheme, host and port. Only good for sending that browser back. */
  origin: string;
  session: {
    /** What this session is called in lists; opens nothing. */
    publicId: string;
    /** Starts a session under a new id; the old one is gone. Whoever begins one has just proved who they are. */
    begin(admin: { id: number; sessionEra: number }): Promise<void>;
    /** Notes that whoever is signed in proved once more who they are. */
    confirm(): void;
    end(): Promise<void>;
  };
}

export type SignedIn = Exclude<Actor, { kind: 'system' }>;

/** What is known of a request on its way; `actor` is null until somebody is identified. */
export interface RequestState {
  ctx: Context;
  requestId: string;
  address: string | null;
  actor: SignedIn | null;
  /** When an admin who is signed in last proved who they are. */
  confirmedAt: Date | null;
}

const states = new WeakMap<Request, RequestState>();

/** One Context a request, with its id in every log line and in the reply's X-Request-Id; logs each reply. */
export function requestContext(base: Context): RequestHandler {
  return (request, response, next) => {
    const requestId = randomUUID();
    const startedAt = performance.now();
    const ctx: Context = {
      ...base,
      log: base.log.child({ requestId }),
      actor: { kind: 'system', name: 'visitor' },
    };
    states.set(request, { ctx, requestId, address: request.ip ?? null, actor: null, confirmedAt: null });
    response.setHeader('X-Request-Id', requestId);
    response.once('close', () => {
      ctx.log.debug('request', {
        method: request.method,
        path: pathOf(request),
        status: response.statusCode,
        finished: response.writableFinished,
        durationMs: Math.round(performance.now() - startedAt),
      });
    });
    next();
  };
}

/** What was asked, for the log. Without the query: what people search for is theirs. */
export function pathOf(request: Request): string {
  return request.originalUrl.split('?', 1)[0] ?? '';
}

/** The state `requestContext` gave this request. */
export function stateOf(request: Request): RequestState {
  const state = states.get(request);
  if (!state) throw new Error('requestContext must come before this handler');
  return state;
}

/** From here on the request acts as `actor`. */
export function actAs(request: Request, actor: SignedIn, confirmedAt: Date | null = null): void {
  const state = stateOf(request);
  state.actor = actor;
  state.confirmedAt = confirmedAt;
  state.ctx = { ...state.ctx, actor };
}
