import type { Instant } from '#shared/billing/period.ts';
import type { MonthSoFar, ServerState } from '#shared/billing/statement.ts';

/** Servers as PostgreSQL wrote them, for PostgreSQL to read: a fleet's ids pass through here unread. */
export interface ServerList {
  /** '17,18,22': server ids, and in the same order the customer who has each. */
  ids: string;
  customerIds: string;
  count: number;
}

/**
 * Servers that cannot be told apart by anything that decides what they owe up to `step`: the same hours due, one
 * state and owner seen all through them, the same package, the same counts this month. One statement serves them all.
 */
export interface Cohort {
  servers: ServerList;
  /** One of them, for messages. */
  serverId: number;
  billedUntil: Instant;
  state: ServerState;
  packageId: number | null;
  month: MonthSoFar | null;
}

/** The customer of a cohort's stretch: each server's own, who is not looked at one by one. No customer has this id. */
export const OWN_CUSTOMER = 0;
