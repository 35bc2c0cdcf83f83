import type { AddressInfo } from 'node:net';
import express, { type Express, Router } from 'express';
import type { TestContext } from '../../testing/test-context.ts';
import { identifyBearer } from '../bearer.ts';
import { csrf } from '../csrf.ts';
import { errorHandler, notFound } from '../error-handler.ts';
import { requestContext } from '../request-context.ts';
import { securityHeaders } from '../security-headers.ts';
import { identifySession, sessions } from '../session.ts';

/** The way of a request through http/, with rows of the test's own at its end. */
export function smallApp({ ctx }: TestContext, mountRows: (router: Router) => void): Express {
  const router = Router();
  mountRows(router);
  const app = express();
  app.set('trust proxy', ctx.env.trustProxy);
  app.use(requestContext(ctx), securityHeaders({ development: false }));
  app.use(sessions(ctx), identifySession, identifyBearer, csrf({ publicUrl: ctx.env.publicUrl }));
  app.use(router, notFound, errorHandler);
  return app;
}

/** The app on a port of its own, for what only a real connection shows. */
export async function listening<T>(app: Express, work: (port: number) => Promise<T>): Promise<T> {
  const server = app.listen(0, '127.0.0.1');
  try {
    await new Promise((resolve) => server.once('listening', resolve));
    return await work((server.address() as AddressInfo).port);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
