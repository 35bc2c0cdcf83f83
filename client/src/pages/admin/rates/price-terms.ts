import { type BillingSettings, capOf } from '#shared/api/settings.ts';
import type { PriceTag } from '#shared/billing/hourly-price.ts';

/** What the settings say of how a monthly price becomes an hour's. */
export type PriceTerms = Omit<PriceTag, 'monthlyPrice'>;

export function priceTerms(settings: BillingSettings): PriceTerms {
  const { hoursPerMonth, runningPercent } = settings;
  return { hoursPerMonth, runningPercent, capHours: capOf(settings) };
}
