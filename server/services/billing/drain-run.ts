import type { Context } from '../../context.ts';
import { billNextBatch } from './bill-next-batch.ts';
import { closeRun } from './close-run.ts';
import { failBatch } from './fail-batch.ts';

/** Batches one process bills side by side: two use both cores of a small machine (exactness-and-speed §0.5). */
export const DRAINS_PER_PROCESS = 2;

/**
 * Claims batch after batch until none is free, then closes the run if nothing is left of it. Any number of
 * processes may do this at once. A batch that fails is put back, taken apart or parked; the others go on.
 * Ends early, between two batches, once `signal` is aborted.
 */
export async function drainRun(ctx: Context, input: { runId: number; signal?: AbortSignal }): Promise<void> {
  const loops = Array.from({ length: DRAINS_PER_PROCESS }, () => drain(ctx, input));
  const outcomes = await Promise.allSettled(loops);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
  await closeRun(ctx, input.runId);
}

async function drain(
  ctx: Context,
  { runId, signal }: { runId: number; signal?: AbortSignal },
): Promise<void> {
  while (!signal?.aborted) {
    const outcome = await billNextBatch(ctx, runId);
    if (outcome.kind === 'none') return;
    if (outcome.kind === 'failed') await failBatch(ctx, outcome);
  }
}
