import { hourlyPrice } from '#shared/billing/hourly-price.ts';
import type { Micros } from '#shared/billing/money.ts';
import type { Rate, ServerState, Terms } from '#shared/billing/statement.ts';
import { percentOf } from '#shared/billing/weight.ts';

/** Servers alike: in the same state, at the same rate. */
export interface ServersAlike {
  servers: number;
  /** Null until they were seen well enough to tell. */
  state: ServerState | null;
  /** Null where there is no price: their hours wait. */
  rate: Rate | null;
}

/** What the next hour costs if nothing changes: each server's hour rounded as a charge would be, then summed. */
export function burnPerHour(alike: readonly ServersAlike[], terms: Terms): Micros {
  let burn = 0n;
  for (const { servers, state, rate } of alike) {
    if (!rate || !state) continue;
    const runningPercent = percentOf(state, terms, rate);
    const { hoursPerMonth, capHours } = terms;
    burn +=
      BigInt(servers) *
      hourlyPrice({ monthlyPrice: rate.monthlyPrice, hoursPerMonth, runningPercent, capHours });
  }
  return burn;
}
