import { sql } from 'drizzle-orm';
import { wantsSuspended } from '#shared/dunning/judge-customer.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { enqueueCarryOut } from '../../jobs/enqueue.ts';
import { lockWallets } from '../ledger/lock-wallets.ts';
import { doubtWishes, wishFree, wishSuspended } from '../panel-wishes/wish-servers.ts';
import { readWalletSettings } from '../settings/wallet-mode.ts';
import { cancelDeletionsOf } from './cancel-deletions-of.ts';
import { decideLadder } from './decide-ladder.ts';
import { loadLadder } from './load-ladder.ts';
import { lockJudgements } from './lock-judgements.ts';
import { readPolicy, type SavedPolicy } from './policy-keys.ts';
import { tellSteps } from './tell-steps.ts';
import { writeLadder } from './write-ladder.ts';

const DAY_MS = 86_400_000;

export interface Judged {
  /** Customers whose stage changed, newly suspended ones, and those held because of the limit of a day. */
  steps: number;
  suspended: number;
  limited: number;
}

/**
 * Judges these customers by the policy, and keeps stage, dates, steps and what is wanted of their servers, in one
 * transaction. Safe to repeat: what is so already is not written again.
 */
export async function judgeCustomers(ctx: Context, customerIds: readonly number[]): Promise<Judged> {
  return withTransaction(ctx, async (tx) => {
    await lockJudgements(tx);
    // In a statement of its own, before anything is read: a top-up may be under way, and whoever has paid is never suspended.
    const wallets = await lockWallets(tx, customerIds);
    const saved = await policyInEffect(tx);
    const ladders = await loadLadder(tx, { customerIds, wallets });
    const decided = decideLadder(saved, { ladders, suspendedToday: await suspendedToday(tx) });
    await writeLadder(tx, decided);
    await tellSteps(tx, decided);
    const [owing, free] = [
      decided.filter(({ after }) => wantsSuspended(after)),
      decided.filter(({ after }) => !wantsSuspended(after)),
    ].map((ones) => ones.map((one) => one.customerId)) as [number[], number[]];
    const changed =
      (await wishSuspended(tx, {
        customerIds: owing,
        reason: 'the wallet was below zero for longer than its grace',
      })) +
      (await wishFree(tx, {
        customerIds: free,
        reason: 'nothing is owed any more, or the customer is not to be suspended',
      })) +
      (await doubtWishes(tx, owing));
    await cancelDeletionsOf(tx, free);
    if (changed > 0) await enqueueCarryOut(tx);
    return {
      steps: decided.filter(({ before, after }) => before.stage !== after.stage).length,
      suspended: decided.filter(({ facts, after }) => facts.suspendedAt === null && wantsSuspended(after))
        .length,
      limited: decided.filter(({ after }) => after.hold === 'limit').length,
    };
  });
}

/**
 * Where VirtFusion's credit is the wallet, what stands here is only what is not carried yet, and says nothing of what a
 * customer owes: then the ladder is at rest, and nobody is suspended by it.
 */
async function policyInEffect(tx: Context): Promise<SavedPolicy> {
  const saved = await readPolicy(tx);
  const { mode } = await readWalletSettings(tx);
  if (mode === 'own') return saved;
  return { ...saved, policy: { ...saved.policy, enabled: false }, enabledSince: null };
}

/** Customers newly suspended within the last day by the policy alone. */
async function suspendedToday(tx: Context): Promise<number> {
  const since = new Date(tx.clock.now().getTime() - DAY_MS).toISOString();
  const { rows } = await tx.db.execute<{ count: number }>(sql`
    SELECT count(*)::int AS count FROM customer_dunning
    WHERE suspended_at > ${since}::timestamptz AND released_at IS NULL`);
  return rows[0]?.count ?? 0;
}
