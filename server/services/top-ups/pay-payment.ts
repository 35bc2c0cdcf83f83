import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { sendTopUp } from './send-top-up.ts';
import { readTopUpByKey } from './top-up-rows.ts';

/** The buyer goes to PayPal, and comes back to where the link was opened. @throws as `sendTopUp`, NotFoundError */
export async function payPayment(
  ctx: Context,
  { key }: InputOf<typeof api.payments.pay>,
  door: { origin: string },
): Promise<OutputOf<typeof api.payments.pay>> {
  const { id } = await readTopUpByKey(ctx, key);
  return sendTopUp(ctx, { topUpId: id, origin: ctx.env.publicUrl ?? door.origin });
}
