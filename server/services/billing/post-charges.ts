import type { Context } from '../../context.ts';
import { moveSharedAccount } from '../ledger/post-transactions.ts';
import type { Decision } from './decide-statements.ts';
import { insertCharges } from './insert-charges.ts';
import { markBatch } from './mark-batch.ts';
import { moveMeters } from './move-meters.ts';
import { recordSetAsides } from './record-set-asides.ts';
import type { Step } from './step.ts';

/**
 * Writes what was decided, in sets: meters, servers set aside, charges with the wallets that pay them, the batch's own
 * mark; and last the revenue account, for which all batches wait. Returns the number of charges.
 */
export async function postCharges(tx: Context, step: Step): Promise<number> {
  await moveMeters(tx, step);
  await recordSetAsides(tx, step);
  const { amount, revenueAccountId } = await insertCharges(tx, step);
  const { charges, firstHour } = countCharges(step.decided.decisions);
  await markBatch(tx, step, { charges, firstHour, amount });
  if (amount !== 0n) await moveSharedAccount(tx, revenueAccountId, amount);
  return charges;
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
