import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';

/**
 * Whose link the request came with. The one source of a customer's id behind /api/customer: what a request says of
 * it is never read. @throws AppError 'unauthenticated' where no link was shown
 */
export function customerOf({ actor }: Pick<Context, 'actor'>): number {
  if (actor.kind !== 'customer')
    throw new AppError('unauthenticated', 'Open this page by the link you were sent.');
  return actor.customerId;
}
