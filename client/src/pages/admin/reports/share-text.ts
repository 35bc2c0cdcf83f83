import type { Micros } from '#shared/billing/money.ts';
import { divideHalfEven } from '#shared/billing/rounding.ts';

/** '12.5 %' of a total; nothing of nothing is no share. */
export function shareText(part: Micros, total: Micros): string {
  if (total <= 0n) return '–';
  const tenths = Number(divideHalfEven(part * 1000n, total));
  return `${(tenths / 10).toFixed(1)} %`;
}
