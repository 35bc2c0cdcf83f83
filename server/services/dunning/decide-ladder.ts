import { type DunningJudgement, judgeCustomer, wantsSuspended } from '#shared/dunning/judge-customer.ts';
import type { Ladder } from './load-ladder.ts';
import { arithmeticOf, type SavedPolicy } from './policy-keys.ts';

export interface Decided extends Ladder {
  after: DunningJudgement;
}

/**
 * Judges each customer, then counts: where a day would see more new suspensions than go without a person, all that a
 * person has not said yes to are held. A wrong price must not switch a fleet off.
 */
export function decideLadder(
  saved: Pick<SavedPolicy, 'policy' | 'enabledSince'>,
  { ladders, suspendedToday }: { ladders: readonly Ladder[]; suspendedToday: number },
): Decided[] {
  const { policy, heldUntil } = arithmeticOf(saved);
  const decided = ladders.map((ladder) => ({
    ...ladder,
    after: judgeCustomer(policy, { ...ladder.facts, heldUntil }),
  }));
  const { mostADay } = saved.policy;
  const isNew = ({ facts, before, after }: Decided) =>
    facts.suspendedAt === null && before.releasedAt === null && wantsSuspended(after);
  const isTooMany = mostADay > 0 && decided.filter(isNew).length + suspendedToday > mostADay;
  if (!isTooMany) return decided;
  return decided.map((one) =>
    isNew(one) ? { ...one, after: { ...one.after, stage: 'held', hold: 'limit' } } : one,
  );
}
