import type { Rate } from '../../../api/rates.ts';

export type RatePhase = 'past' | 'in_force' | 'planned' | 'withdrawn';

/** Where a price stands at an instant. */
export function phaseOf({ effectiveFrom, effectiveUntil, withdrawn }: Rate, now: Date): RatePhase {
  if (withdrawn) return 'withdrawn';
  if (effectiveFrom > now) return 'planned';
  return effectiveUntil === null || effectiveUntil > now ? 'in_force' : 'past';
}

/** The price that counts now; undefined while there is none. */
export function rateInForce(rates: readonly Rate[], now: Date): Rate | undefined {
  return rates.find((rate) => phaseOf(rate, now) === 'in_force');
}

/** The next price to come, the nearest first; undefined if none is planned. */
export function nextRate(rates: readonly Rate[], now: Date): Rate | undefined {
  return rates
    .filter((rate) => phaseOf(rate, now) === 'planned')
    .sort((a, b) => a.effectiveFrom.getTime() - b.effectiveFrom.getTime())[0];
}
