import type { Context } from '../../context.ts';
import { enqueueCarryOut } from '../../jobs/enqueue.ts';
import { findDueWishes } from '../panel-wishes/claim-wish.ts';
import { judgeDunning } from './judge-dunning.ts';

/** What the schedule does: judges everybody, and wakes whoever carries out wishes, should a job have been lost. */
export async function keepDunning(ctx: Context): Promise<void> {
  await judgeDunning(ctx);
  if ((await findDueWishes(ctx, 1)).length > 0) await enqueueCarryOut(ctx);
}
