import type { Micros } from '#shared/billing/money.ts';
import { divideHalfEven } from '#shared/billing/rounding.ts';

/** How much more or less than before, in percent with one decimal: '+12.5 %'. Null where there is nothing to divide by. */
export function changeText(amount: Micros, before: Micros): string | null {
  if (before <= 0n) return null;
  const tenths = Number(divideHalfEven((amount - before) * 1000n, before));
  const sign = tenths > 0 ? '+' : tenths < 0 ? '−' : '±';
  return `${sign}${(Math.abs(tenths) / 10).toLocaleString('en', { minimumFractionDigits: 1 })} %`;
}
