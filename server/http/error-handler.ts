import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import { z } from 'zod';
import type { ErrorBody, ErrorCode } from '#shared/api/errors.ts';
import { actorKey } from '../context.ts';
import { AppError } from '../errors.ts';
import { isConnectionLost, outOfRangeValue } from './database-error.ts';
import { fieldProblems } from './field-problems.ts';
import { pathOf, stateOf } from './request-context.ts';

/** An address of the API that nothing answers. */
export const notFound: RequestHandler = (request) => {
  throw new AppError('not_found', `There is no ${request.method} ${request.baseUrl}${request.path}.`);
};

/** Whatever was thrown → one JSON body. What nobody expected is logged here, once, and not told. */
export const errorHandler: ErrorRequestHandler = (error, request, response, next) => {
  const { ctx, requestId } = stateOf(request);
  const refusal = toAppError(error);
  if (accessRefusals.has(refusal.code)) logRefusedAccess(request, refusal);
  if (refusal.status >= 500) logFailure(ctx.log, refusal, error);
  // A reply half sent can only be cut off, so that nobody takes it for whole.
  if (response.headersSent) return next(error);
  const body: ErrorBody = {
    success: false,
    error: {
      code: refusal.code,
      message: refusal.message,
      fields: refusal.fields,
      facts: refusal.facts,
      requestId,
    },
  };
  response.setHeader('Cache-Control', 'no-store');
  if (refusal.code === 'unauthenticated') response.setHeader('WWW-Authenticate', 'Bearer');
  const { retryAfterSeconds } = refusal.facts;
  if (typeof retryAfterSeconds === 'number') response.setHeader('Retry-After', String(retryAfterSeconds));
  response.status(refusal.status).json(body);
};

/** Refusals that whoever looks for an intruder wants to find: who knocked at what, from where (ASVS 5.0, 16.3). */
const accessRefusals: ReadonlySet<ErrorCode> = new Set(['unauthenticated', 'forbidden', 'too_many_requests']);

function logRefusedAccess(request: Request, { code, facts }: AppError): void {
  const { ctx, actor, address } = stateOf(request);
  ctx.log.info('access refused', {
    code,
    method: request.method,
    path: pathOf(request),
    by: actor && actorKey(actor),
    address,
    ...(facts.permission === undefined ? {} : { permission: facts.permission }),
  });
}

type Log = ReturnType<typeof stateOf>['ctx']['log'];

function logFailure(log: Log, refusal: AppError, error: unknown): void {
  if (refusal.code === 'internal') log.error('request failed', { error });
  else log.warn('request could not be served', { code: refusal.code, error });
}

/** Which refusal an error is. Everything unknown is 'internal', without a word of what it was. */
function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof z.core.$ZodError) {
    return new AppError('invalid_input', 'Some values cannot be used.', {
      fields: fieldProblems(error.issues),
    });
  }
  return fromHttpError(error) ?? fromDatabase(error) ?? internal();
}

function internal(): AppError {
  return new AppError(
    'internal',
    'Something went wrong here. Tell the request id to whoever reads the logs.',
  );
}

/** Errors of Express and its body parser, by the type or status they carry. */
function fromHttpError(error: unknown): AppError | null {
  if (!(error instanceof Error)) return null;
  const { type, expose } = error as { type?: unknown; expose?: unknown };
  switch (type) {
    case 'entity.parse.failed':
      return new AppError('malformed_body', 'The body is not well-formed JSON.');
    case 'entity.too.large':
      return new AppError('body_too_large', 'The body is larger than 100 kB.');
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return new AppError('unsupported_media_type', 'Send the body as application/json in UTF-8.');
    case 'request.aborted':
    case 'request.size.invalid':
      return new AppError('malformed_body', 'The body did not arrive whole.');
  }
  // `expose` marks what Express itself found wrong with the request, such as a range out of bounds. A status alone
  // says nothing: VirtFusion's failures carry one too.
  if (expose === true || error instanceof URIError) {
    return new AppError('invalid_input', 'The request cannot be read.');
  }
  return null;
}

function fromDatabase(error: unknown): AppError | null {
  if (isConnectionLost(error)) {
    return new AppError('unavailable', 'The database cannot be reached just now. Try again in a minute.', {
      cause: error,
    });
  }
  const value = outOfRangeValue(error);
  return value === null
    ? null
    : new AppError('invalid_input', `The number ${value} is larger than any here.`, { cause: error });
}
