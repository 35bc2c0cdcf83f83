import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { readBillingSettings } from './get-billing-settings.ts';
import { fixedSource, readSavedConnection } from './saved-connection.ts';

/** Which VirtFusion is billed, and who says so. The token is never shown, only that there is one. */
export async function getConnection(
  ctx: Context,
  _input: InputOf<typeof api.settings.connection> = {},
): Promise<OutputOf<typeof api.settings.connection>> {
  const { version } = (await readBillingSettings(ctx)).row;
  const fixed = await fixedSource(ctx);
  if (fixed) return { ...fixed, tokenSaved: false, version };
  const { url, sealedToken } = await readSavedConnection(ctx);
  const tokenSaved = sealedToken !== null;
  return { url, tokenSaved, source: url !== null && tokenSaved ? 'settings' : 'none', version };
}
