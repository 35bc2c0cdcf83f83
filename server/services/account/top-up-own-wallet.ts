import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { customerOf } from '../customer-links/customer-of.ts';
import { startTopUp } from '../top-ups/start-top-up.ts';

/**
 * Begins a payment into the wallet of whoever holds the link. The same key is the same payment.
 * @throws AppError 'unauthenticated' without a link; what `startTopUp` throws
 */
export async function topUpOwnWallet(
  ctx: Context,
  { amount, idempotencyKey }: InputOf<typeof api.account.topUp>,
): Promise<OutputOf<typeof api.account.topUp>> {
  const { topUp } = await startTopUp(ctx, { id: customerOf(ctx), amount, idempotencyKey });
  return { key: topUp.key };
}
