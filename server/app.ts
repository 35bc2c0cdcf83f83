import compression from 'compression';
import express, { type Express } from 'express';
import { asSystem, type Context } from './context.ts';
import type { Database } from './db/client.ts';
import { identifyBearer } from './http/bearer.ts';
import { csrf } from './http/csrf.ts';
import { errorHandler, notFound } from './http/error-handler.ts';
import { measureRequests } from './http/measure-requests.ts';
import { customerLinkLimits, doorGuards, generalLimit } from './http/rate-limit.ts';
import { requestContext } from './http/request-context.ts';
import { securityHeaders } from './http/security-headers.ts';
import { serveClient, serveThroughVite } from './http/serve-client.ts';
import { identifySession, sessionCookieName, sessions } from './http/session.ts';
import type { ViteDoor } from './http/vite-door.ts';
import type { ProcessMetrics } from './metrics.ts';
import type { CronDoor } from './routes/admin/cron.ts';
import { docsRouter } from './routes/docs.ts';
import { healthRouter } from './routes/health.ts';
import { apiRouter } from './routes/index.ts';
import { metricsRouter } from './routes/metrics.ts';
import type { Installation } from './services/admins/who-am-i.ts';
import { createRunFollower } from './services/billing/follow-run.ts';
import { createCollector } from './services/metrics/collect-metrics.ts';

export interface AppOptions {
  context: Context & { db: Database };
  cron: CronDoor;
  installation: Installation;
  /** The built pages, dist/client. Without it and without `vite` there is the API alone. */
  clientDir?: string;
  /** Aborted when the process ends: it ends the streams, which would keep the server open. */
  closing?: AbortSignal;
  /** What this process counts; without it there is no /metrics. */
  metrics?: ProcessMetrics;
  /** Whether this process's worker takes jobs; absent or null where it has none. */
  workerAlive?: () => boolean | null;
  /** Development: pages compiled as they are asked for. */
  vite?: ViteDoor;
}

const never = new AbortController().signal;

/** The whole web application. It listens to nothing: the start-up and the tests do. */
export function createApp(options: AppOptions): Express {
  const { context, cron, installation, clientDir, metrics, vite, closing = never } = options;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', context.env.trustProxy);
  app.use(requestContext(context));
  if (metrics) app.use(measureRequests(metrics.countRequest));
  app.use(securityHeaders({ development: vite !== undefined }));
  app.use(compression());
  app.use(healthRouter(context, options.workerAlive));
  const collector = metrics && createCollector(asSystem(context, 'metrics'), metrics.report);
  app.use(metricsRouter(context, collector));
  app.use('/api', generalLimit(context));
  app.use('/api/customer', ...customerLinkLimits(context));
  app.use(docsRouter({ version: installation.version, cookieName: sessionCookieName(context.env) }));
  app.use('/api', sessions(context), identifySession, identifyBearer);
  app.use('/api', csrf({ publicUrl: context.env.publicUrl }));
  const following = { follower: createRunFollower(asSystem(context, 'web')), closing };
  app.use(apiRouter({ cron, installation, guards: doorGuards(context), following }));
  app.use('/api', notFound);
  if (vite) app.use(serveThroughVite(vite));
  else if (clientDir) app.use(serveClient(clientDir));
  app.use(notFound);
  app.use(errorHandler);
  return app;
}
