import type { ChargeExplanation } from '#shared/api/charges.ts';
import { priceOf, WEIGHTED_HOUR } from '#shared/billing/charge.ts';
import { divideDown } from '#shared/billing/rounding.ts';
import type { MonthSoFar, Rate, Terms } from '#shared/billing/statement.ts';
import { decimalText, secondsText } from './decimal-text.ts';

type Total = ChargeExplanation['month']['before'];

export interface PricedMonth {
  /** Before the hour; null when nothing of the month was counted. */
  month: MonthSoFar | null;
  /** What the hour added, after the cap, in hundredths of seconds. */
  weighted: number;
  rate: Pick<Rate, 'id' | 'monthlyPrice'>;
  terms: Pick<Terms, 'hoursPerMonth' | 'capHours'>;
}

/** The month under this rate before the hour and after it: what the charge is the difference of. */
export function totalsAround({ month, weighted, rate, terms }: PricedMonth): { before: Total; after: Total } {
  const { hoursPerMonth } = terms;
  const count = month?.counts.find((row) => row.rateId === rate.id && row.hoursPerMonth === hoursPerMonth);
  const before = count?.weighted ?? 0;
  return {
    before: totalOf(before, rate.monthlyPrice, hoursPerMonth),
    after: totalOf(before + weighted, rate.monthlyPrice, hoursPerMonth),
  };
}

/** How much of the month's cap was used before the hour and after it; null when there is no cap. */
export function capAround({ month, weighted, terms }: PricedMonth): ChargeExplanation['cap'] {
  if (terms.capHours === null) return null;
  const used = month?.cappedWeighted ?? 0;
  return {
    capHours: terms.capHours,
    usedBefore: secondsText(used),
    usedAfter: secondsText(used + weighted),
  };
}

/** Decimals an exact price is shown with: six more than money has, enough to see which way it was rounded. */
const EXACT_DECIMALS = 12;
const MICROS_TO_EXACT = 10n ** 6n;

function totalOf(weighted: number, monthlyPrice: bigint, hoursPerMonth: number): Total {
  const whole = BigInt(hoursPerMonth * WEIGHTED_HOUR);
  const numerator = monthlyPrice * BigInt(weighted) * MICROS_TO_EXACT;
  const cut = divideDown(numerator, whole);
  return {
    weightedSeconds: secondsText(weighted),
    exact: `${decimalText(cut, EXACT_DECIMALS)}${cut * whole === numerator ? '' : '…'}`,
    amount: priceOf(monthlyPrice, { weighted, hoursPerMonth }),
  };
}
