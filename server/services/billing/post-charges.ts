import type { Micros } from '#shared/billing/money.ts';
import type { Context } from '../../context.ts';
import { REVENUE } from '../ledger/accounts.ts';
import { findAccount } from '../ledger/find-account.ts';
import { type Posting, postTransactions } from '../ledger/post-transactions.ts';
import type { Decision } from './decide-statements.ts';
import { type Bill, insertCharges } from './insert-charges.ts';
import { markBatch } from './mark-batch.ts';
import { moveMeters } from './move-meters.ts';
import { recordSetAsides } from './record-set-asides.ts';
import type { Step } from './step.ts';

/**
 * Writes what was decided, in sets: charges, meters, servers set aside, the batch's own mark; and last, because the
 * revenue account is shared by all batches, the ledger. Returns the number of charges.
 */
export async function postCharges(tx: Context, step: Step): Promise<number> {
  const { batch, decided } = step;
  const bills = await insertCharges(tx, batch.runId, decided.decisions);
  await moveMeters(tx, step);
  await recordSetAsides(tx, step);
  const totals = { ...countCharges(decided.decisions), amount: sum(bills) };
  await markBatch(tx, step, totals);
  await postTransactions(tx, await postingsFor(tx, step, bills));
  return totals.charges;
}

function countCharges(decisions: readonly Decision[]): { charges: number; firstHour: number | null } {
  let charges = 0;
  let firstHour: number | null = null;
  for (const { servers, statement } of decisions) {
    const first = statement.charges[0];
    if (!first) continue;
    charges += servers.count * statement.charges.length;
    firstHour = Math.min(firstHour ?? first.hour, first.hour);
  }
  return { charges, firstHour };
}

function sum(bills: readonly Bill[]): Micros {
  let total = 0n;
  for (const { amount } of bills) total += amount;
  return total;
}

async function postingsFor(
  tx: Context,
  { batch, wallets }: Step,
  bills: readonly Bill[],
): Promise<Posting[]> {
  if (bills.length === 0) return [];
  const revenue = await findAccount(tx, REVENUE);
  return bills.map(({ transactionId, customerId, amount, hours }) => {
    const wallet = wallets.get(customerId);
    if (!wallet)
      throw new Error(
        `The wallet of customer ${customerId} was not locked: who owns its servers changed meanwhile`,
      );
    return {
      id: transactionId,
      fromAccountId: wallet.accountId,
      toAccountId: revenue,
      walletAccountId: wallet.accountId,
      amount,
      kind: 'hourly' as const,
      reason: hours === 1 ? '1 server-hour' : `${hours} server-hours`,
      idempotencyKey: `hourly:${batch.runId}:${batch.number}:${batch.steps + 1}:${customerId}`,
      cause: `run:${batch.runId}`,
      runId: batch.runId,
    };
  });
}
