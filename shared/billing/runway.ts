import type { Micros } from './money.ts';
import { divideDown } from './rounding.ts';

/** A wallet's balance and what its servers cost an hour at the present rate. */
export interface Burn {
  balance: Micros;
  burnPerHour: Micros;
}

/** Whole hours the balance still pays for; 0 when it is used up; null when nothing is burning, so it never ends. */
export function runway({ balance, burnPerHour }: Burn): number | null {
  if (burnPerHour === 0n) return null;
  return balance <= 0n ? 0 : Number(divideDown(balance, burnPerHour));
}

/** True when the balance pays for fewer than `warnHours` whole hours more. Never when nothing is burning. */
export function isLow({ warnHours, ...burn }: Burn & { warnHours: number }): boolean {
  const hours = runway(burn);
  return hours !== null && hours < warnHours;
}
