import { HOUR } from '#shared/billing/period.ts';
import type { SetAside } from '#shared/billing/statement.ts';
import type { Wallet } from '../ledger/lock-wallets.ts';
import type { Batch } from './claim-batch.ts';
import type { Decided, Decision } from './decide-statements.ts';

/** One transaction of a batch, decided and not yet written. */
export interface Step {
  batch: Batch;
  /** Epoch seconds, a whole hour: what this transaction bills up to. */
  step: number;
  wallets: Map<number, Wallet>;
  decided: Decided;
}

/** Why servers wait after this step: a reason of the engine, or that they were not seen for more than an hour. */
export function waitingOf(
  { statement }: Decision,
  { step, until }: { step: number; until: number },
): { reason: SetAside['reason'] | 'not_seen'; since: number } | null {
  if (statement.setAside) return statement.setAside;
  // Power is sampled through the hour, so a server may trail a run by one (design §1).
  const trails = step === until && !statement.finished && statement.billedUntil < until - HOUR;
  return trails ? { reason: 'not_seen', since: statement.billedUntil } : null;
}
