import type { Request, RequestHandler } from 'express';
import { AppError } from '../errors.ts';
import { bearerOf } from './bearer.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses changes that another site makes a browser send. The browser's own Sec-Fetch-Site decides, or else the
 * Origin; a request with a cookie and neither is refused too. Tokens are exempt: no browser adds them by itself.
 */
export function csrf(options: { publicUrl?: string }): RequestHandler {
  const publicHost = options.publicUrl ? new URL(options.publicUrl).host : null;
  return (request, _response, next) => {
    if (SAFE.has(request.method) || bearerOf(request) !== null || isOurOwn(request, publicHost))
      return next();
    throw new AppError(
      'forbidden',
      'This change did not come from a page of this installation. Scripts send an API token instead of a cookie.',
    );
  };
}

function isOurOwn(request: Request, publicHost: string | null): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = request.headers;
  if (origin !== undefined) {
    const host = URL.canParse(origin) ? new URL(origin).host : null;
    return host !== null && (host === request.host || host === publicHost);
  }
  return request.headers.cookie === undefined;
}
