import type { Micros } from './money.ts';
import { type Burn, runway } from './runway.ts';

/** The level of an empty wallet: below all others. */
export const EMPTY = 0;

/** A wallet, what its customer was told, and what was paid into it since. */
export interface WatchedWallet extends Burn {
  /** The lowest level the customer was told of, in hours; null: none that still holds. */
  told: number | null;
  /** The highest balance a payment since then left; null when nothing was paid. */
  peak: Micros | null;
}

/** What follows: the level to tell now, or null; and what then counts as told. */
export interface Warning {
  tell: number | null;
  told: number | null;
}

/**
 * Whether a customer is to be warned. A level is told once; a payment that lifts the wallet above it arms it again,
 * and nothing else does: a server that was stopped for an hour does not. Of several levels crossed at once the lowest
 * is told. `levels` are hours, more than nothing, in any order; an empty wallet is a level of its own.
 */
export function warningFor(wallet: WatchedWallet, levels: readonly number[]): Warning {
  const armedFrom = toldStill(wallet, levels);
  const crossed = [EMPTY, ...levels].filter((level) => isBelow(wallet, level));
  const lowest = crossed.length > 0 ? Math.min(...crossed) : null;
  const tell = lowest !== null && (armedFrom === null || lowest < armedFrom) ? lowest : null;
  return { tell, told: tell ?? armedFrom };
}

/** The lowest of the levels told that no payment lifted the wallet above. */
function toldStill({ told, peak, burnPerHour }: WatchedWallet, levels: readonly number[]): number | null {
  if (told === null || peak === null) return told;
  const stillTold = [told, ...levels].filter(
    (level) => level >= told && isBelow({ balance: peak, burnPerHour }, level),
  );
  return stillTold.length > 0 ? Math.min(...stillTold) : null;
}

function isBelow(burn: Burn, level: number): boolean {
  const hours = runway(burn);
  if (hours === null) return false;
  return level === EMPTY ? burn.balance <= 0n : hours < level;
}
