import type { Micros } from './money.ts';
import type { Rate, ServerFacts, Terms } from './types.ts';

/** Another price of a package; percentages as in a rate. */
export interface OtherPrice {
  packageId: number;
  monthlyPrice: Micros;
  runningPercent: number | null;
  stoppedPercent: number | null;
  suspendedPercent: number | null;
}

/** What else might have been agreed. What is not named stays as it was. */
export interface OtherTerms {
  terms: Partial<
    Pick<
      Terms,
      'hoursPerMonth' | 'counting' | 'runningPercent' | 'stoppedPercent' | 'suspendedPercent' | 'capHours'
    >
  >;
  prices: readonly OtherPrice[];
}

/** The same evidence under other terms, as if they had held all along. Prices of single servers stay. */
export function changedFacts(facts: ServerFacts, { terms, prices }: OtherTerms): ServerFacts {
  return {
    ...facts,
    terms: facts.terms.map((row) => ({ ...row, ...terms })),
    rates: prices.length === 0 ? facts.rates : changedRates(facts.rates, prices),
  };
}

function changedRates(rates: readonly Rate[], prices: readonly OtherPrice[]): Rate[] {
  const changed = new Set(prices.map((price) => price.packageId));
  const others = rates.filter((rate) => rate.packageId === null || !changed.has(rate.packageId));
  // Numbers below zero are nobody's: each price keeps a count of its own.
  return [...prices.map((price) => ({ ...price, id: -price.packageId, from: 0, serverId: null })), ...others];
}
