import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { paypal } from '#shared/api/paypal.ts';
import type { Context } from '../../context.ts';
import { readSavedPayPal } from './saved-paypal.ts';

/** Which PayPal account customers pay into. The secret is never shown, only that there is one. */
export async function getPayPal(
  ctx: Context,
  _input: InputOf<typeof api.paypal.get> = {},
): Promise<OutputOf<typeof api.paypal.get>> {
  const { sealedSecret, ...saved } = await readSavedPayPal(ctx.demo ? ctx.live : ctx.db);
  const isReady = saved.mode !== 'off' && saved.clientId !== null && sealedSecret !== null;
  const { publicUrl } = ctx.env;
  return {
    ...saved,
    source: ctx.demo ? 'demo' : isReady ? 'settings' : 'none',
    secretSaved: sealedSecret !== null,
    webhookUrl: publicUrl ? `${publicUrl}${paypal.webhook.path}` : null,
  };
}
