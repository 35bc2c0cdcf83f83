import type { Context } from '../../context.ts';
import { moveSharedAccount } from '../ledger/post-transactions.ts';
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
  const charged = await insertCharges(tx, step);
  await markBatch(tx, step, charged);
  if (charged.amount !== 0n) await moveSharedAccount(tx, charged.revenueAccountId, charged.amount);
  return charged.charges;
}
