import type { Micros } from '#shared/billing/money.ts';
import type { PriceMaking } from '#shared/billing/price-rise.ts';
import type { Terms } from '#shared/billing/statement.ts';

/** A monthly price with percentages of its own, or those of the terms where it has none. */
export interface PriceOfMonth {
  monthlyPrice: Micros;
  runningPercent: number | null;
  stoppedPercent: number | null;
  suspendedPercent: number | null;
}

/** All that makes the price of an hour: the rate's part and the terms' part. */
export function priceMaking(price: PriceOfMonth, terms: Terms): PriceMaking {
  return {
    monthlyPrice: price.monthlyPrice,
    hoursPerMonth: terms.hoursPerMonth,
    runningPercent: price.runningPercent ?? terms.runningPercent,
    stoppedPercent: price.stoppedPercent ?? terms.stoppedPercent,
    suspendedPercent: price.suspendedPercent ?? terms.suspendedPercent,
    counting: terms.counting,
    capHours: terms.capHours,
  };
}
