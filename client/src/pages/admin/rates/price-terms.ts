import type { BillingSettings } from '#shared/api/settings.ts';
import type { PriceTag } from '#shared/billing/hourly-price.ts';

/** What the settings say of how a monthly price becomes an hour's. */
export type PriceTerms = Omit<PriceTag, 'monthlyPrice'>;

export function priceTerms(settings: BillingSettings): PriceTerms {
  const { hoursPerMonth, runningPercent, capRule, capHours } = settings;
  const caps = { hours_per_month: hoursPerMonth, custom: capHours, off: null };
  return { hoursPerMonth, runningPercent, capHours: caps[capRule] };
}
