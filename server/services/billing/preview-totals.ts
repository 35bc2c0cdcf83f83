import type { Micros } from '#shared/billing/money.ts';
import type { Instant } from '#shared/billing/period.ts';
import type { Decided } from './decide-statements.ts';
import { waitingOf } from './step.ts';

/** A server that would wait, and why. */
export interface SetAsideRow {
  serverId: number;
  reason: string;
  /** Epoch seconds: the first hour that waits. */
  since: number;
  detail: string | null;
}

/** What a previewed run comes to, gathered while it is worked out: bounded by the number of customers. */
export interface PreviewTotals {
  serversDue: number;
  serversBilled: number;
  charges: number;
  freeCharges: number;
  seconds: number;
  amount: Micros;
  firstHour: Instant | null;
  customers: Map<number, { hours: number; amount: Micros }>;
  reasons: Map<string, number>;
  /** The first of those set aside. */
  setAsides: SetAsideRow[];
}

export const MOST_SET_ASIDES = 200;

export function noTotals(): PreviewTotals {
  return {
    serversDue: 0,
    serversBilled: 0,
    charges: 0,
    freeCharges: 0,
    seconds: 0,
    amount: 0n,
    firstHour: null,
    customers: new Map(),
    reasons: new Map(),
    setAsides: [],
  };
}

/** Adds what was decided about some servers. */
export function addDecided(totals: PreviewTotals, decided: Decided, until: Instant): void {
  totals.serversDue += decided.decisions.length + decided.refusals.length;
  for (const { statement } of decided.decisions) {
    if (statement.charges.length > 0) totals.serversBilled += 1;
    for (const { hour, customerId, seconds, amount } of statement.charges) {
      totals.charges += 1;
      totals.seconds += seconds;
      totals.amount += amount;
      totals.firstHour = Math.min(totals.firstHour ?? hour, hour);
      if (amount === 0n) totals.freeCharges += 1;
      else addToCustomer(totals, customerId, amount);
    }
  }
  for (const row of setAsidesOf(decided, until)) {
    totals.reasons.set(row.reason, (totals.reasons.get(row.reason) ?? 0) + 1);
    if (totals.setAsides.length < MOST_SET_ASIDES) totals.setAsides.push(row);
  }
}

function addToCustomer({ customers }: PreviewTotals, customerId: number, amount: Micros): void {
  const known = customers.get(customerId);
  if (!known) customers.set(customerId, { hours: 1, amount });
  else {
    known.hours += 1;
    known.amount += amount;
  }
}

/** The servers that would wait, as a run would name them. */
export function setAsidesOf(decided: Decided, until: Instant): SetAsideRow[] {
  const rows: SetAsideRow[] = [];
  for (const decision of decided.decisions) {
    const waiting = waitingOf(decision, { step: until, until });
    if (waiting) rows.push({ serverId: decision.facts.serverId, ...waiting, detail: null });
  }
  for (const { serverId, since, detail } of decided.refusals)
    rows.push({ serverId, reason: 'failed', since, detail });
  return rows;
}
