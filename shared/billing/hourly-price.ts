import { priceOf, underTheCap } from './charge.ts';
import type { Micros } from './money.ts';
import { HOUR } from './period.ts';

/** A price as an admin sets it: a month's price, spread over so many hours. */
export interface PriceTag {
  monthlyPrice: Micros;
  hoursPerMonth: number;
  /** Percent that a running hour costs. */
  runningPercent: number;
  capHours: number | null;
}

/** Hours of every kind of month (28 to 31 days), and the usual 730. */
export const MONTHS_IN_HOURS = [672, 696, 720, 730, 744] as const;

/** What the first full running hour of a month costs. Later ones may differ by a micro, so that sums stay exact. */
export function hourlyPrice(tag: PriceTag): Micros {
  return priceOfHours(tag, 1);
}

/** What a server that runs all month pays in months of every length, under the cap. */
export function monthPrices(tag: PriceTag): { hours: number; amount: Micros }[] {
  return MONTHS_IN_HOURS.map((hours) => ({ hours, amount: priceOfHours(tag, hours) }));
}

function priceOfHours(
  { monthlyPrice, hoursPerMonth, runningPercent, capHours }: PriceTag,
  hours: number,
): Micros {
  const weighted = underTheCap(hours * HOUR * runningPercent, 0, capHours);
  return priceOf(monthlyPrice, { weighted, hoursPerMonth });
}
