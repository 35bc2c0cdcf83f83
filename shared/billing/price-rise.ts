import { WEIGHTED_HOUR } from './charge.ts';
import type { Micros } from './money.ts';
import { divideDown } from './rounding.ts';
import type { Counting } from './types.ts';

/** All that makes a price: what a month costs, spread over how many hours, at which percentages, under which cap. */
export interface PriceMaking {
  monthlyPrice: Micros;
  hoursPerMonth: number;
  runningPercent: number;
  stoppedPercent: number;
  suspendedPercent: number;
  counting: Counting;
  capHours: number | null;
}

/** How much dearer something becomes, in percent rounded up; 'unbounded' where it has no limit: from nothing, for one. */
export type Rise = number | 'unbounded';

const LONGEST_MONTH = 744;
const coarseness: Record<Counting, number> = { second: 0, minute: 1, hour: 2 };
const states = ['runningPercent', 'stoppedPercent', 'suspendedPercent'] as const;

/** The steepest rise anyone could see: of one hour in any state, or of the longest month. 0 when nothing is dearer. */
export function steepestRise(before: PriceMaking, after: PriceMaking): Rise {
  if (coarseness[after.counting] > coarseness[before.counting]) return 'unbounded';
  let steepest = 0;
  for (const state of states) {
    for (const hours of [1, LONGEST_MONTH]) {
      const rise = riseBetween(costOf(before, state, hours), costOf(after, state, hours));
      if (rise === 'unbounded') return rise;
      steepest = Math.max(steepest, rise);
    }
  }
  return steepest;
}

/** True when a rise goes beyond the limit in percent. */
export function isBeyond(rise: Rise, limitPercent: number): boolean {
  return rise === 'unbounded' || rise > limitPercent;
}

/** As a fraction that is not yet divided, so that nothing is rounded before it is compared. */
function costOf(
  making: PriceMaking,
  state: (typeof states)[number],
  hours: number,
): { amount: bigint; per: bigint } {
  const counted = making.capHours === null ? hours : Math.min(hours, making.capHours);
  return {
    amount: making.monthlyPrice * BigInt(counted * making[state]),
    per: BigInt(making.hoursPerMonth * WEIGHTED_HOUR),
  };
}

function riseBetween(before: { amount: bigint; per: bigint }, after: { amount: bigint; per: bigint }): Rise {
  const was = before.amount * after.per;
  const is = after.amount * before.per;
  if (is <= was) return 0;
  if (was === 0n) return 'unbounded';
  return Number(-divideDown((was - is) * 100n, was));
}
