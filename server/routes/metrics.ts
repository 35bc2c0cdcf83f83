import { createHash, timingSafeEqual } from 'node:crypto';
import { type RequestHandler, Router } from 'express';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { bearerOf } from '../http/bearer.ts';
import { notFound } from '../http/error-handler.ts';
import { generalLimit } from '../http/rate-limit.ts';
import type { Collector } from '../services/metrics/collect-metrics.ts';

/** /metrics, for who sends METRICS_TOKEN as a bearer token. Without a token set it does not exist. */
export function metricsRouter(ctx: Context, collector: Collector | undefined): Router {
  const { metricsToken } = ctx.env;
  const router = Router();
  if (metricsToken === undefined || collector === undefined) {
    router.get('/metrics', notFound);
    return router;
  }
  router.get('/metrics', generalLimit(ctx), onlyWith(metricsToken), async (_request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    response.type(collector.contentType).send(await collector.collect());
  });
  return router;
}

function onlyWith(token: string): RequestHandler {
  return (request, _response, next) => {
    const given = bearerOf(request);
    if (given === null || !isSame(given, token)) {
      throw new AppError('unauthenticated', 'Send METRICS_TOKEN as a bearer token.');
    }
    next();
  };
}

/** Takes as long for any text, so that time tells nothing about how much of it is right. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
