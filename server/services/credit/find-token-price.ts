import { parseTenDecimals, type TokenPrice } from '#shared/billing/tokens.ts';
import type { Context } from '../../context.ts';
import type { VirtFusionClient } from '../../integrations/virtfusion/client.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { resolveAlert } from '../alerts/resolve-alert.ts';
import { readBillingSettings } from '../settings/get-billing-settings.ts';

export interface PricedCurrency {
  currency: string;
  price: TokenPrice;
}

const ALERT = { kind: 'credit_unpriced', subject: 'virtfusion' } as const;

/**
 * What a token is worth now, in the billing currency, as VirtFusion says; null, and an alert, where it has no such
 * currency or no price for it: nothing is carried by a guess. @throws VirtFusionError
 */
export async function findTokenPrice(
  ctx: Context,
  client: Pick<VirtFusionClient, 'currencies'>,
): Promise<PricedCurrency | null> {
  const { currency } = (await readBillingSettings(ctx)).row;
  const found = (await client.currencies()).find(({ code, enabled }) => code === currency && enabled);
  const price = found ? parseTenDecimals(found.tokenPrice) : 0n;
  if (price > 0n) {
    await resolveAlert(ctx, ALERT);
    return { currency, price };
  }
  await raiseAlert(ctx, {
    ...ALERT,
    message: `VirtFusion has no enabled currency ${currency} with a token value, so nothing can be carried to its credit. Add it in VirtFusion under Self Service, Currencies; what is owed waits here meanwhile.`,
  });
  return null;
}
