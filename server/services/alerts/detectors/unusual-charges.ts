import { formatMoney, type Micros } from '#shared/billing/money.ts';
import type { Finding } from '../raise-alert.ts';
import { instantText } from './name-some.ts';

/** What an hour of a server cost, beside the same hour of earlier days. */
export interface ComparedCharge {
  serverId: number;
  serverName: string;
  hour: Date;
  amount: Micros;
  /** Of one, two and seven days before, as far as there are any. */
  before: readonly Micros[];
}

/** So many times the dearest hour before it is far from a server's own history. */
const TIMES = 3n;
/** One hour is no history. */
const HOURS_TO_COMPARE = 2;
const MOST_TOLD = 20;

/**
 * Charges far above what the server itself cost before, the largest first. Far below is no finding: a server that was
 * stopped, reached its cap or lost its price has a reason that its page tells.
 */
export function unusualCharges({
  charges,
  currency,
}: {
  charges: readonly ComparedCharge[];
  currency: string;
}): Finding[] {
  return charges
    .filter(isFar)
    .sort((one, other) => (one.amount < other.amount ? 1 : -1))
    .slice(0, MOST_TOLD)
    .map(({ serverId, serverName, hour, amount, before }) => ({
      kind: 'charge_unusual',
      subject: `server:${serverId}`,
      message: `${serverName.trim() || `Server ${serverId}`} cost ${formatMoney(amount)} ${currency} in the hour from ${instantText(hour)}, and ${formatMoney(largest(before))} at most in the same hour of days before. Its price, package or counting changed: see the charge.`,
      facts: { serverId, hour: hour.toISOString() },
    }));
}

function isFar({ amount, before }: ComparedCharge): boolean {
  const most = largest(before);
  return before.length >= HOURS_TO_COMPARE && most > 0n && amount > most * TIMES;
}

function largest(amounts: readonly Micros[]): Micros {
  return amounts.reduce((most, amount) => (amount > most ? amount : most), 0n);
}
