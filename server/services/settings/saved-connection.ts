import { inArray } from 'drizzle-orm';
import { settings } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { RefusedError } from '../../errors.ts';
import { apiRoot } from '../../integrations/virtfusion/base-url.ts';
import { PANEL_TOKEN_KEY, PANEL_URL_KEY } from './settings-keys.ts';

/** What an admin saved; the token as it is sealed. */
export interface SavedConnection {
  url: string | null;
  sealedToken: string | null;
}

/** The saved VirtFusion, whether it is in force or not. */
export async function readSavedConnection(ctx: Context): Promise<SavedConnection> {
  const rows = await (ctx.demo ? ctx.live : ctx.db)
    .select()
    .from(settings)
    .where(inArray(settings.key, [PANEL_URL_KEY, PANEL_TOKEN_KEY]));
  const saved = new Map(rows.map(({ key, value }) => [key, value]));
  return { url: saved.get(PANEL_URL_KEY) ?? null, sealedToken: saved.get(PANEL_TOKEN_KEY) ?? null };
}

/** @throws RefusedError with the way out, where the environment decides */
export function refuseWhereFixed(ctx: Context): void {
  if (!ctx.env.virtfusion) return;
  throw new RefusedError(
    'VirtFusion is set in the environment (VIRTFUSION_API_URL and VIRTFUSION_API_TOKEN): change it there, and start again.',
  );
}

/** Whether two addresses are one API: with or without `/api/v1` and slashes. A token goes to its own only. */
export function isSamePanel(one: string, other: string): boolean {
  try {
    return apiRoot(one).href === apiRoot(other).href;
  } catch {
    return false; // an address that cannot be used is nobody's
  }
}
