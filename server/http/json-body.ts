import express, { type RequestHandler } from 'express';
import { AppError } from '../errors.ts';

/** Far deeper than any input of ours; much deeper, and whoever walks it runs out of stack. */
const DEEPEST = 20;

const parse = express.json({ limit: '100kb', type: 'application/json' });

/** Reads a JSON object of at most 100 kB and 20 levels; no body at all is an empty object. Anything else is refused. */
export const jsonBody: RequestHandler = (request, response, next) => {
  // `is` answers null where there is no body, false where it is of another type.
  if (request.is('application/json') === false && request.headers['content-length'] !== '0') {
    throw new AppError('unsupported_media_type', 'Send the body as application/json.');
  }
  parse(request, response, (error?: unknown) => {
    if (error !== undefined) return next(error);
    request.body ??= {};
    if (Array.isArray(request.body)) {
      return next(new AppError('malformed_body', 'The body must be a JSON object, not a list.'));
    }
    if (isDeeperThan(DEEPEST, request.body)) {
      return next(new AppError('malformed_body', `The body is nested deeper than ${DEEPEST} levels.`));
    }
    next();
  });
};

/** Level by level, so that its own depth does not matter. */
function isDeeperThan(deepest: number, body: unknown): boolean {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true;
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
  }
  return false;
}
