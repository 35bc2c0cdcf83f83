import type { Micros } from '#shared/billing/money.ts';
import { HOUR, hourOf, type Instant } from '#shared/billing/period.ts';
import { divideDown } from '#shared/billing/rounding.ts';
import { runway } from '#shared/billing/runway.ts';
import type { DunningPolicy } from './policy.ts';

/**
 * Where a customer stands: `warned` lasts a little longer, `grace` owes, `held` would be suspended but for a window or
 * the flag, `suspended` is, and `expired` is for longer than the servers are kept for sure.
 */
export type DunningStage = 'clear' | 'warned' | 'grace' | 'held' | 'suspended' | 'expired';

/** Why somebody whose grace is over is not suspended: `limit` is more suspensions in a day than go without a person. */
export type DunningHold = 'flag' | 'window' | 'limit';

/** What there is to know of one customer at one instant. */
export interface DunningFacts {
  now: Instant;
  balance: Micros;
  /** What an hour costs at present; not below zero. */
  burnPerHour: Micros;
  /** Since when the balance has been below zero without a break; null where it is not. */
  emptiedAt: Instant | null;
  /** Servers that suspension would reach: ours to bill, and there. */
  servers: number;
  /** The flag "never suspend" holds until then; for ever is Infinity, null is no flag. */
  flaggedUntil: Instant | null;
  /** When the last flag ended; the ladder begins anew there. Null where there was none. */
  flagEndedAt: Instant | null;
  /** When suspension was decided; null while it is not. */
  suspendedAt: Instant | null;
  /** When the windows of the week that an instant lies in are over; null where it lies in none. */
  heldUntil(at: Instant): Instant | null;
}

/** The stage, and the dates of what comes next as far as they can be told. A date in the past was reached. */
export interface DunningJudgement {
  stage: DunningStage;
  hold: DunningHold | null;
  /** When the wallet falls below zero at the present rate, or did; null when nothing is charged. */
  emptyAt: Instant | null;
  graceUntil: Instant | null;
  /** When servers are suspended: grace over, and outside of every window. Null where that cannot be told, or is never. */
  suspendAt: Instant | null;
  /** From when a deletion may be asked for; null while the policy knows none. */
  deletableAt: Instant | null;
}

const DAY = 24 * HOUR;
/** Windows follow each other at most this often before one that covers the week is taken for what it is. */
const MOST_WINDOWS = 20;

/**
 * Where a customer stands on the ladder. A balance of zero or more is its end, whatever went before; a policy that is
 * off suspends nobody, and leaves those who are suspended until they have paid.
 */
export function judgeCustomer(policy: DunningPolicy, facts: DunningFacts): DunningJudgement {
  const { now, balance, servers, suspendedAt } = facts;
  const owes = balance < 0n && servers > 0;
  if (suspendedAt !== null && owes && !isFlagged(facts)) return suspended(policy, facts, suspendedAt);
  if (!policy.enabled || servers === 0) return clear;
  const dates = datesAhead(policy, facts);
  if (!owes) return { ...dates, stage: isLow(policy, facts) ? 'warned' : 'clear', hold: null };
  if (isFlagged(facts)) return { ...dates, stage: 'held', hold: 'flag' };
  if (dates.graceUntil === null || dates.graceUntil > now) return { ...dates, stage: 'grace', hold: null };
  if (dates.suspendAt === null || dates.suspendAt > now) return { ...dates, stage: 'held', hold: 'window' };
  return suspended(policy, facts, now);
}

/** Whether this judgement wants the customer's servers suspended. */
export function wantsSuspended({ stage }: Pick<DunningJudgement, 'stage'>): boolean {
  return stage === 'suspended' || stage === 'expired';
}

const clear: DunningJudgement = {
  stage: 'clear',
  hold: null,
  emptyAt: null,
  graceUntil: null,
  suspendAt: null,
  deletableAt: null,
};

function suspended(policy: DunningPolicy, facts: DunningFacts, since: Instant): DunningJudgement {
  const { emptyAt, graceUntil } = datesAhead(policy, facts);
  const deletableAt = policy.deletion ? since + Math.max(1, policy.retentionDays) * DAY : null;
  const stage = deletableAt !== null && deletableAt <= facts.now ? 'expired' : 'suspended';
  return { stage, hold: null, emptyAt, graceUntil, suspendAt: since, deletableAt };
}

function isFlagged({ flaggedUntil, now }: DunningFacts): boolean {
  return flaggedUntil !== null && flaggedUntil > now;
}

function isLow({ warnHours }: DunningPolicy, { balance, burnPerHour }: DunningFacts): boolean {
  const hours = runway({ balance, burnPerHour });
  return hours !== null && hours < warnHours;
}

type Dates = Omit<DunningJudgement, 'stage' | 'hold'>;

function datesAhead(policy: DunningPolicy, facts: DunningFacts): Dates {
  const { balance, emptiedAt, flaggedUntil, flagEndedAt, now } = facts;
  const emptyAt = balance < 0n ? (emptiedAt ?? now) : whenBelow(facts, 0n);
  if (emptyAt === null) return { emptyAt, graceUntil: null, suspendAt: null, deletableAt: null };
  const starts = [emptyAt, policy.enabledSince, flaggedUntil, flagEndedAt].filter((at) => at !== null);
  const least = Math.max(...starts) + policy.graceHours * HOUR;
  const reached = policy.graceRule === 'hours' ? least : whenBelow(facts, -policy.creditLimit);
  if (reached === null || least === Number.POSITIVE_INFINITY)
    return { emptyAt, graceUntil: null, suspendAt: null, deletableAt: null };
  const graceUntil = Math.max(least, reached);
  const suspendAt = outsideWindows(Math.max(graceUntil, now), facts);
  const mayDelete = policy.deletion && suspendAt !== null;
  const deletableAt = mayDelete ? suspendAt + Math.max(1, policy.retentionDays) * DAY : null;
  return { emptyAt, graceUntil, suspendAt, deletableAt };
}

/** The whole hour whose charge takes the balance below `limit` at the present rate; now where it is; null for never. */
function whenBelow({ balance, burnPerHour, now }: DunningFacts, limit: Micros): Instant | null {
  if (balance < limit) return now;
  if (burnPerHour === 0n) return null;
  return hourOf(now) + (Number(divideDown(balance - limit, burnPerHour)) + 1) * HOUR;
}

/** The first instant from `at` on that lies in no window; null where none is found. */
function outsideWindows(at: Instant, { heldUntil }: DunningFacts): Instant | null {
  let free = at;
  for (let windows = 0; windows < MOST_WINDOWS; windows += 1) {
    const until = heldUntil(free);
    if (until === null) return free;
    free = until;
  }
  return null;
}
