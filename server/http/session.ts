import connectPgSimple from 'connect-pg-simple';
import type { Request, RequestHandler } from 'express';
import session from 'express-session';
import type { Context } from '../context.ts';
import type { Database } from '../db/client.ts';
import { findSessionAdmin } from '../services/admins/find-session-admin.ts';
import { bearerOf } from './bearer.ts';
import { actAs, type RequestDoor, stateOf } from './request-context.ts';

declare module 'express-session' {
  interface SessionData {
    adminId: number;
  }
}

const IDLE_MS = 12 * 3600 * 1000;

/** What TLS certainly stands in front of: then the cookie is bound to this host by its name. */
export function isCertainlySecure(env: Context['env']): boolean {
  return env.publicUrl?.startsWith('https://') ?? false;
}

/** `__Host-` makes browsers refuse the cookie without Secure, so it is used only where Secure is certain. */
export function sessionCookieName(env: Context['env']): string {
  return isCertainlySecure(env) ? '__Host-skypanel_session' : 'skypanel_session';
}

/** Sessions in the database, 12 hours from their last use. No cookie is set before somebody signs in. */
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
      maxAge: IDLE_MS,
    },
  });
}

/** Session → admin. A session whose admin is gone or disabled is nobody's; beside a token it does not count. */
export const identifySession: RequestHandler = async (request, _response, next) => {
  const { adminId } = request.session;
  if (adminId !== undefined && bearerOf(request) === null) {
    const { ctx, address, requestId } = stateOf(request);
    const admin = await findSessionAdmin(ctx, adminId);
    if (admin) actAs(request, { kind: 'admin', ...admin, address, requestId });
  }
  next();
};

/** What sign-in and sign-out need of the request. */
export function doorOf(request: Request): RequestDoor {
  const { address, requestId } = stateOf(request);
  return {
    address,
    requestId,
    origin: `${request.protocol}://${request.host}`,
    session: {
      begin: async (adminId) => {
        // A new id: one that was planted before must not become a signed-in one.
        await regenerate(request);
        request.session.adminId = adminId;
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
