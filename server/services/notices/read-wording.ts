import type { Wording } from '#shared/notices/facts.ts';
import type { Context } from '../../context.ts';
import { readChannels } from '../channels/channel-settings.ts';
import { readBillingSettings } from '../settings/get-billing-settings.ts';

/** What the words of every message depend on: who writes, the currency, the zone. */
export async function readWording(ctx: Context): Promise<{ company: string; wording: Wording }> {
  const { row } = await readBillingSettings(ctx);
  const { mail } = await readChannels(ctx);
  return { company: mail.company, wording: { currency: row.currency, zone: row.timezone } };
}
