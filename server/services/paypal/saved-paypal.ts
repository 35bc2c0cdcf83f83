import { inArray } from 'drizzle-orm';
import type { payPalModes } from '#shared/api/paypal.ts';
import type { Micros } from '#shared/billing/money.ts';
import { settings } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { defaultLimits } from './no-paypal.ts';

/** The keys of the `settings` table that say which PayPal is paid into. */
export const payPalKeys = {
  mode: 'paypal_mode',
  clientId: 'paypal_client_id',
  sealedSecret: 'paypal_client_secret',
  webhookId: 'paypal_webhook_id',
  smallest: 'paypal_smallest_micros',
  largest: 'paypal_largest_micros',
} as const;

/** Where the sealed secret lives: part of what its seal is bound to. */
export const SECRET_PLACE = 'settings.paypal_client_secret';

/** What an admin saved; the secret as it is sealed. */
export interface SavedPayPal {
  mode: (typeof payPalModes)[number];
  clientId: string | null;
  sealedSecret: string | null;
  webhookId: string | null;
  smallest: Micros;
  largest: Micros;
}

/** The saved account, whether it is in force or not. */
export async function readSavedPayPal(db: Pick<Context['db'], 'select'>): Promise<SavedPayPal> {
  const rows = await db
    .select({ key: settings.key, value: settings.value })
    .from(settings)
    .where(inArray(settings.key, Object.values(payPalKeys)));
  const saved = new Map(rows.map(({ key, value }) => [key, value]));
  const mode = saved.get(payPalKeys.mode);
  return {
    mode: mode === 'sandbox' || mode === 'live' ? mode : 'off',
    clientId: saved.get(payPalKeys.clientId) ?? null,
    sealedSecret: saved.get(payPalKeys.sealedSecret) ?? null,
    webhookId: saved.get(payPalKeys.webhookId) || null,
    smallest: BigInt(saved.get(payPalKeys.smallest) ?? defaultLimits.smallest),
    largest: BigInt(saved.get(payPalKeys.largest) ?? defaultLimits.largest),
  };
}
