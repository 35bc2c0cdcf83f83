import { formatMoney, type Micros } from '#shared/billing/money.ts';
import { divideDown } from '#shared/billing/rounding.ts';
import type { Finding } from '../raise-alert.ts';
import { counted } from './name-some.ts';

export interface WaitingFacts {
  servers: number;
  /** Whole hours of all of them that wait, of those with a price and of those without. */
  pricedHours: number;
  unpricedHours: number;
  /** Hours times monthly price, summed over the servers whose package has one. */
  monthlyTimesHours: Micros;
  hoursPerMonth: number;
  /** What a server-hour usually costs, for those without a price; 0 when nothing was ever charged. */
  usualPerHour: Micros;
  /** The most hours that one server waits. */
  longestHours: number;
  currency: string;
}

/** Hours that wait are no loss yet; those that nobody sees to for so long become one. */
const PATIENCE_HOURS = 6;

/** What the hours that wait are worth, at most: an estimate, at the price of the package or the usual one. */
export function waitingRevenue(facts: WaitingFacts): Finding[] {
  if (facts.servers === 0 || facts.longestHours < PATIENCE_HOURS) return [];
  const estimate = worthOf(facts);
  const hours = counted(facts.pricedHours + facts.unpricedHours, 'hour');
  return [
    {
      kind: 'revenue_waiting',
      subject: 'set-aside',
      message: `About ${formatMoney(estimate)} ${facts.currency} waits: ${hours} of ${counted(facts.servers, 'server')} that could not be billed, the longest for ${counted(facts.longestHours, 'hour')}. It is lost when they are deleted before somebody sees to them.`,
      facts: { servers: facts.servers, estimate: formatMoney(estimate) },
    },
  ];
}

function worthOf({ monthlyTimesHours, hoursPerMonth, unpricedHours, usualPerHour }: WaitingFacts): Micros {
  return divideDown(monthlyTimesHours, BigInt(hoursPerMonth)) + BigInt(unpricedHours) * usualPerHour;
}
