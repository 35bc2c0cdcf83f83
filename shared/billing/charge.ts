import { monthOf } from './billing-month.ts';
import type { Micros } from './money.ts';
import { HOUR, type Instant } from './period.ts';
import { divideHalfEven } from './rounding.ts';
import type { MonthSoFar, Rate, RateCount, Terms } from './types.ts';

/** Hundredths of seconds in a full hour at 100 %. */
export const WEIGHTED_HOUR = HOUR * 100;

/** An hour before it is priced; `weighted` in hundredths of seconds. */
export interface CountedHour {
  hour: Instant;
  weighted: number;
  terms: Pick<Terms, 'hoursPerMonth' | 'capHours'>;
  rate: Pick<Rate, 'id' | 'monthlyPrice'>;
}

/** What an hour adds, what the cap let go free, and the month after it. */
export interface PricedHour {
  weighted: number;
  capped: number;
  amount: Micros;
  month: MonthSoFar;
}

/**
 * What one more hour adds to its billing month. Amounts are differences of one exact total per rate, so no sum of
 * hours drifts from it, however the hours were split into runs.
 */
export function chargeForHour(soFar: MonthSoFar | null, counted: CountedHour): PricedHour {
  const { hour, terms, rate } = counted;
  const month = continued(soFar, hour);
  const weighted = underTheCap(counted.weighted, month.cappedWeighted, terms.capHours);
  const before = countOf(month, rate.id, terms.hoursPerMonth);
  const after = {
    rateId: rate.id,
    hoursPerMonth: terms.hoursPerMonth,
    weighted: before.weighted + weighted,
  };
  return {
    weighted,
    capped: counted.weighted - weighted,
    amount: weighted === 0 ? 0n : priceOf(rate.monthlyPrice, after) - priceOf(rate.monthlyPrice, before),
    month: {
      month: month.month,
      cappedWeighted: month.cappedWeighted + weighted,
      counts: withCount(month.counts, after),
    },
  };
}

/** The price of the first `weighted` hundredths of seconds at a monthly price, rounded once, half to even. */
export function priceOf(
  monthlyPrice: Micros,
  { weighted, hoursPerMonth }: Pick<RateCount, 'weighted' | 'hoursPerMonth'>,
): Micros {
  if (weighted === 0) return 0n;
  return divideHalfEven(monthlyPrice * BigInt(weighted), BigInt(hoursPerMonth * WEIGHTED_HOUR));
}

/** How much of it may still be charged when `used` has been; all numbers but the hours in hundredths of seconds. */
export function underTheCap(weighted: number, used: number, capHours: number | null): number {
  if (capHours === null) return weighted;
  return Math.min(weighted, Math.max(0, capHours * WEIGHTED_HOUR - used));
}

/** The month so far if the hour lies in it, else a fresh one: the first hour of a UTC month starts from nothing. */
function continued(soFar: MonthSoFar | null, hour: Instant): MonthSoFar {
  const month = monthOf(hour).from;
  return soFar?.month === month ? soFar : { month, cappedWeighted: 0, counts: [] };
}

function countOf({ counts }: MonthSoFar, rateId: number, hoursPerMonth: number): RateCount {
  const fresh = { rateId, hoursPerMonth, weighted: 0 };
  return counts.find((count) => isSameCount(count, fresh)) ?? fresh;
}

/** Replaces the count of the same rate and divisor, in its place; hours that cost nothing leave no trace. */
function withCount(counts: readonly RateCount[], after: RateCount): readonly RateCount[] {
  if (after.weighted === 0) return counts;
  if (!counts.some((count) => isSameCount(count, after))) return [...counts, after];
  return counts.map((count) => (isSameCount(count, after) ? after : count));
}

function isSameCount(one: RateCount, other: RateCount): boolean {
  return one.rateId === other.rateId && one.hoursPerMonth === other.hoursPerMonth;
}
