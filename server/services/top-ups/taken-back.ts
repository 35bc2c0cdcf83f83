import { type Micros, sum } from '#shared/billing/money.ts';

export interface Claim {
  kind: 'refund' | 'dispute';
  amount: Micros;
  state: 'done' | 'open' | 'won' | 'lost';
}

/**
 * What refunds and disputes have taken of a payment. A dispute takes its amount while it is open, and gives it back
 * when it is won. When it is lost PayPal tells of the same money once more, as a refund or reversal: so the larger of
 * the two counts, and never more than was paid in. By the facts alone, in whatever order they came.
 */
export function takenBack(paid: Micros, claims: readonly Claim[]): Micros {
  const refunded = sum(claims.filter(({ kind }) => kind === 'refund').map(({ amount }) => amount));
  const disputed = sum(
    claims.filter(({ kind, state }) => kind === 'dispute' && state !== 'won').map(({ amount }) => amount),
  );
  const taken = refunded > disputed ? refunded : disputed;
  return taken < paid ? taken : paid;
}
