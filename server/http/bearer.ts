import type { Request, RequestHandler } from 'express';
import { AppError } from '../errors.ts';
import { findToken } from '../services/admins/tokens/find-token.ts';
import { findCustomerLink } from '../services/customer-links/find-customer-link.ts';
import { isMeantAsLink } from '../services/customer-links/link-token.ts';
import { actAs, stateOf } from './request-context.ts';

/** The text after `Authorization: Bearer`, if the request has one. */
export function bearerOf(request: Request): string | null {
  const match = /^bearer +(\S+) *$/i.exec(request.headers.authorization ?? '');
  return match?.[1] ?? null;
}

/**
 * Token → its role, or link → its customer. A request that shows one stands by it: a wrong one is refused, whatever
 * its cookie.
 */
export const identifyBearer: RequestHandler = async (request, _response, next) => {
  const text = bearerOf(request);
  if (text === null) return next();
  const { ctx, address, requestId } = stateOf(request);
  if (isMeantAsLink(text)) {
    actAs(request, { kind: 'customer', ...(await findCustomerLink(ctx, text)), address, requestId });
    return next();
  }
  const token = await findToken(ctx, text);
  if (!token) throw new AppError('unauthenticated', 'This API token is unknown, revoked or expired.');
  actAs(request, { kind: 'token', ...token, address, requestId });
  next();
};
