import { Router } from 'express';
import type { Context } from '../context.ts';
import { checkReadiness } from '../services/health/check-readiness.ts';

/** /health/live: the process answers. /health/ready: it can also serve; else 503 and what is missing. */
export function healthRouter(ctx: Context, workerAlive: () => boolean | null = () => null): Router {
  const router = Router();
  router.use('/health', (_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  router.get('/health/live', (_request, response) => {
    response.json({ status: 'live' });
  });
  router.get('/health/ready', async (_request, response) => {
    const missing = await checkReadiness(ctx, { workerAlive: workerAlive() });
    response.status(missing.length === 0 ? 200 : 503);
    response.json({ status: missing.length === 0 ? 'ready' : 'not ready', missing });
  });
  return router;
}
