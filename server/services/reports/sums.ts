import type { Micros } from '#shared/billing/money.ts';

/** What was charged: the money, the hours of servers, and the seconds counted. */
export interface Sums {
  amount: Micros;
  charges: number;
  seconds: number;
}

export const NOTHING: Sums = { amount: 0n, charges: 0, seconds: 0 };

/** All of them together. */
export function addUp(rows: readonly Sums[]): Sums {
  return rows.reduce(
    (total, { amount, charges, seconds }) => ({
      amount: total.amount + amount,
      charges: total.charges + charges,
      seconds: total.seconds + seconds,
    }),
    NOTHING,
  );
}
