import type { Request, RequestHandler } from 'express';
import type { AnsweredRequest } from '../metrics.ts';

/** Tells of each request once it is over, by the pattern of its route: an address would be a series each. */
export function measureRequests(count: (request: AnsweredRequest) => void): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    response.once('close', () => {
      count({
        method: request.method,
        route: routeOf(request),
        status: response.writableFinished ? String(response.statusCode) : 'aborted',
        seconds: (performance.now() - startedAt) / 1000,
      });
    });
    next();
  };
}

function routeOf(request: Request): string {
  const path: unknown = request.route?.path;
  return typeof path === 'string' ? path : 'other';
}
