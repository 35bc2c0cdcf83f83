import { createHash } from 'node:crypto';
import connectPgSimple from 'connect-pg-simple';
import type { Request, RequestHandler } from 'express';
import session from 'express-session';
import type { Context } from '../context.ts';
import type { Database } from '../db/client.ts';
import { findSessionAdmin } from '../services/admins/find-session-admin.ts';
import { SESSION_IDLE_MS } from '../services/admins/session-times.ts';
import { bearerOf } from './bearer.ts';
import { actAs, type RequestDoor, stateOf } from './request-context.ts';

declare module 'express-session' {
  interface SessionData {
    adminId: number;
    /** See `admins.session_era`. */
    era: number;
    /** Instants as ISO text: JSON keeps nothing else of a Date. */
    beganAt: string;
    /** When they last proved who they are: at sign-in, or since. */
    confirmedAt: string;
    address: string | null;
    /** What the browser calls itself, cut short; for people who look at the list of their sessions. */
    browser: string | null;
  }
}

const BROWSER_LETTERS = 200;

/** What TLS certainly stands in front of: then the cookie is bound to this host by its name. */
export function isCertainlySecure(env: Context['env']): boolean {
  return env.publicUrl?.startsWith('https://') ?? false;
}

/** `__Host-` makes browsers refuse the cookie without Secure, so it is used only where Secure is certain. */
export function sessionCookieName(env: Context['env']): string {
  return isCertainlySecure(env) ? '__Host-skypanel_session' : 'skypanel_session';
}

/** Sessions in the database, so long from their last use. No cookie is set before somebody signs in. */
export function sessions(base: Context & { db: Database }): RequestHandler {
  const Store = connectPgSimple(session);
  return session({
    name: sessionCookieName(base.env),
    secret: base.secrets.derive('session-cookie').toString('base64url'),
    store: new Store({
      pool: base.db.$client,
      tableName: 'admin_sessions',
      errorLog: (message: unknown, error: unknown) => base.log.warn('session store', { message, error }),
    }),
    resave: false,
    saveUninitialized: false,
    rolling: true,
    unset: 'destroy',
    cookie: {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: isCertainlySecure(base.env) ? true : 'auto',
      maxAge: SESSION_IDLE_MS,
    },
  });
}

/** Session → admin. A session that is over, or whose admin is gone, is nobody's; beside a token it does not count. */
export const identifySession: RequestHandler = async (request, _response, next) => {
  const { adminId, era, beganAt, confirmedAt } = request.session;
  if (adminId !== undefined && era !== undefined && beganAt !== undefined && bearerOf(request) === null) {
    const { ctx, address, requestId } = stateOf(request);
    const admin = await findSessionAdmin(ctx, { adminId, era, beganAt: new Date(beganAt) });
    const confirmed = confirmedAt === undefined ? null : new Date(confirmedAt);
    if (admin) actAs(request, { kind: 'admin', ...admin, address, requestId }, confirmed);
  }
  next();
};

/** What sign-in and sign-out need of the request. */
export function doorOf(request: Request): RequestDoor {
  const { ctx, address, requestId } = stateOf(request);
  const now = () => ctx.clock.now().toISOString();
  return {
    address,
    requestId,
    origin: `${request.protocol}://${request.host}`,
    session: {
      publicId: createHash('sha256').update(request.sessionID).digest('hex'),
      begin: async ({ id, sessionEra }) => {
        // A new id: one that was planted before must not become a signed-in one.
        await regenerate(request);
        const browser = request.headers['user-agent']?.slice(0, BROWSER_LETTERS) ?? null;
        const facts = { adminId: id, era: sessionEra, beganAt: now(), confirmedAt: now() };
        Object.assign(request.session, { ...facts, address, browser });
      },
      confirm: () => {
        request.session.confirmedAt = now();
      },
      end: () => destroy(request),
    },
  };
}

function regenerate(request: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    request.session.regenerate((error: unknown) => (error ? reject(error) : resolve()));
  });
}

function destroy(request: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    request.session.destroy((error: unknown) => (error ? reject(error) : resolve()));
  });
}
