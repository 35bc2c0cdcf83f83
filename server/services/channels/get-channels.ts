import { asc, isNull } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { webhookEndpoints } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { readBillingSettings } from '../settings/get-billing-settings.ts';
import { readChannels, type SavedChannels } from './channel-settings.ts';

/** More than anybody has; the list is shown whole. */
export const MOST_WEBHOOKS = 50;

/** How messages leave. Of secrets only that they are there. */
export async function getChannels(
  ctx: Context,
  _input: InputOf<typeof api.channels.get> = {},
): Promise<OutputOf<typeof api.channels.get>> {
  const saved = await readChannels(ctx);
  const { row } = await readBillingSettings(ctx);
  return {
    mail: { ...saved.mail, passwordSaved: saved.sealedPassword !== null, place: mailPlace(ctx, saved) },
    discord: { urlSaved: saved.sealedDiscordUrl !== null },
    runway: saved.runway,
    webhooks: await ctx.db
      .select()
      .from(webhookEndpoints)
      .where(isNull(webhookEndpoints.removedAt))
      .orderBy(asc(webhookEndpoints.id))
      .limit(MOST_WEBHOOKS),
    timezone: row.timezone,
  };
}

/** A demo writes to nobody: its customers are invented, and their addresses may not be. */
export function mailPlace(ctx: Pick<Context, 'demo'>, { mail }: SavedChannels): 'smtp' | 'folder' | 'none' {
  if (ctx.demo) return 'folder';
  return mail.host !== null && mail.from !== null ? 'smtp' : 'none';
}
