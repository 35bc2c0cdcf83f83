import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { RefusedError } from '../../errors.ts';
import { sendTopUp } from './send-top-up.ts';
import { readTopUpByKey } from './top-up-rows.ts';

/**
 * The buyer goes to PayPal, and comes back to PUBLIC_URL. Without one, to where the link was opened, if that is this
 * machine or the demo: anybody can write any host into a request, and PayPal would send the next buyer there.
 * @throws as `sendTopUp`, NotFoundError; RefusedError where nobody said where the pages are
 */
export async function payPayment(
  ctx: Context,
  { key }: InputOf<typeof api.payments.pay>,
  door: { origin: string },
): Promise<OutputOf<typeof api.payments.pay>> {
  const { id } = await readTopUpByKey(ctx, key);
  return sendTopUp(ctx, { topUpId: id, origin: await originFor(ctx, door) });
}

async function originFor(ctx: Context, { origin }: { origin: string }): Promise<string> {
  if (ctx.env.publicUrl !== undefined) return ctx.env.publicUrl;
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(new URL(origin).hostname);
  if (isHere || (await ctx.paypal()).source === 'demo') return origin;
  throw new RefusedError(
    'Payments cannot begin yet: set PUBLIC_URL in the environment, so that PayPal is told where to send buyers back to.',
  );
}
