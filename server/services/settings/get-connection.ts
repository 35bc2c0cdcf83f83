import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { readBillingSettings } from './get-billing-settings.ts';
import { readSavedConnection } from './saved-connection.ts';

/** Which VirtFusion is billed, and who says so. The token is never shown, only that there is one. */
export async function getConnection(
  ctx: Context,
  _input: InputOf<typeof api.settings.connection> = {},
): Promise<OutputOf<typeof api.settings.connection>> {
  const { version } = (await readBillingSettings(ctx)).row;
  const fixed = ctx.env.virtfusion;
  if (fixed) return { url: fixed.apiUrl, source: 'environment', tokenSaved: false, version };
  const { url, sealedToken } = await readSavedConnection(ctx);
  const tokenSaved = sealedToken !== null;
  // In a demo this is the panel of the next start: the emulated one is in force until then.
  if (ctx.demo) return { url, tokenSaved, source: 'demo', version };
  return { url, tokenSaved, source: url !== null && tokenSaved ? 'settings' : 'none', version };
}
