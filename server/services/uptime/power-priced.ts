import { HOUR, hourOf, type Instant } from '#shared/billing/period.ts';

/** The parts of terms and rates that make power matter. Percentages of a rate may be null: those of the terms hold. */
export interface PricedTerms {
  from: Instant;
  runningPercent: number;
  stoppedPercent: number;
}
export interface PricedRate {
  from: Instant;
  packageId: number | null;
  serverId: number | null;
  runningPercent: number | null;
  stoppedPercent: number | null;
}

/**
 * Whether a running server costs anything else than a stopped one, now or from the next hour on: only then is power
 * worth a call a server. `terms` and `rates` are ordered by `from`.
 */
export function isPowerPriced(
  now: Instant,
  terms: readonly PricedTerms[],
  rates: readonly PricedRate[],
): boolean {
  return [now, hourOf(now) + HOUR].some((at) => isPricedAt(at, terms, rates));
}

function isPricedAt(at: Instant, terms: readonly PricedTerms[], rates: readonly PricedRate[]): boolean {
  const inForce = terms.filter((row) => row.from <= at).at(-1);
  if (!inForce) return false;
  if (inForce.runningPercent !== inForce.stoppedPercent) return true;
  const overrides = new Map<string, PricedRate>();
  for (const rate of rates) if (rate.from <= at) overrides.set(`${rate.packageId}:${rate.serverId}`, rate);
  return [...overrides.values()].some(
    (rate) =>
      (rate.runningPercent ?? inForce.runningPercent) !== (rate.stoppedPercent ?? inForce.stoppedPercent),
  );
}
