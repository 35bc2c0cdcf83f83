import type { Context } from '../../context.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { resolveAlert } from '../alerts/resolve-alert.ts';
import { findCandidates } from './find-candidates.ts';
import { getDunningPolicy } from './get-dunning-policy.ts';
import { type Judged, judgeCustomers } from './judge-customers.ts';
import { readPolicy } from './policy-keys.ts';

/** Customers judged in one transaction: their wallets are locked as long as that takes, which is well under a second. */
const AT_A_TIME = 500;

/**
 * Judges everybody who owes, is near it, or is on the ladder, or only the customers named. After every closed run, by a
 * job of its own every few minutes, and at once when a wallet is filled. Safe to repeat, and for several at once.
 */
export async function judgeDunning(
  ctx: Context,
  { customerIds }: { customerIds?: readonly number[] | undefined } = {},
): Promise<Judged> {
  const total: Judged = { steps: 0, suspended: 0, limited: 0 };
  for await (const ids of customerIds ? [customerIds] : everybody(ctx)) {
    const judged = await judgeCustomers(ctx, ids);
    total.steps += judged.steps;
    total.suspended += judged.suspended;
    total.limited += judged.limited;
  }
  if (total.steps > 0) ctx.log.info('customers judged', { ...total });
  await tellLimited(ctx);
  return total;
}

async function* everybody(ctx: Context): AsyncGenerator<number[]> {
  const { policy } = await readPolicy(ctx);
  for (let after = 0; ; ) {
    const ids = await findCandidates(ctx, { warnHours: policy.warnHours, after, limit: AT_A_TIME });
    if (ids.length === 0) return;
    yield ids;
    if (ids.length < AT_A_TIME) return;
    after = ids.at(-1) ?? after;
  }
}

async function tellLimited(ctx: Context): Promise<void> {
  const about = { kind: 'dunning_held', subject: 'dunning' } as const;
  const { waiting, policy } = await getDunningPolicy(ctx);
  if (waiting === 0) return resolveAlert(ctx, about);
  await raiseAlert(ctx, {
    ...about,
    message: `${waiting === 1 ? 'One customer is' : `${waiting} customers are`} due for suspension, and more than ${policy.mostADay} in a day wait for a person. Look at who they are under Dunning; let them be suspended there, or see what made so many wallets empty.`,
    facts: { waiting },
  });
}
