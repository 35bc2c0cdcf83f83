import { eq } from 'drizzle-orm';
import { billingRuns } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { drainRun } from './drain-run.ts';
import { findPause } from './find-pause.ts';
import { findBrakes, holdRun } from './hold-run.ts';
import { openBatches, type RunObservation } from './open-batches.ts';

/** How long to leave alone what other processes have in hand, before looking again. */
const PAUSE_MS = 500;

/**
 * Takes a run from where it stands to its end: observe, open the batches, drain, close. Whoever opened the run
 * calls it; so does the watchdog of any instance, for a run whose opener died. Several at once do no harm.
 */
export async function advanceRun(
  ctx: Context,
  input: { runId: number; observe: (runId: number) => Promise<RunObservation>; signal?: AbortSignal },
): Promise<void> {
  const { runId, signal } = input;
  for (;;) {
    if (signal?.aborted) return;
    const status = await statusOf(ctx, runId);
    if (status === 'observing') await observeOrHold(ctx, input);
    else if (status === 'billing') {
      await drainRun(ctx, { runId, signal });
      // Left are batches that others have in hand, or that wait out a pause after a failure.
      if ((await statusOf(ctx, runId)) === 'billing') await ctx.clock.sleep(PAUSE_MS, signal);
    } else return;
  }
}

/** Looks, compares with the past, and opens the batches; or leaves the run to an admin. What one approved is not asked again. */
async function observeOrHold(
  ctx: Context,
  {
    runId,
    observe,
    signal,
  }: { runId: number; observe: (runId: number) => Promise<RunObservation>; signal?: AbortSignal },
): Promise<void> {
  const approved = await approvedObservation(ctx, runId);
  const observation = approved ?? (await upToPause(ctx, await observe(runId)));
  // A look that was cut short because this process leaves is none: another process looks again.
  if (signal?.aborted) return;
  const reasons = approved ? [] : await findBrakes(ctx, { runId, observation });
  if (reasons.length > 0) await holdRun(ctx, { runId, observation, reasons });
  else await openBatches(ctx, runId, observation);
}

async function upToPause(ctx: Context, observation: RunObservation): Promise<RunObservation> {
  const pause = await findPause(ctx);
  return pause !== null && pause < observation.until ? { ...observation, until: pause } : observation;
}

async function approvedObservation(ctx: Context, runId: number): Promise<RunObservation | null> {
  const [run] = await ctx.db.select().from(billingRuns).where(eq(billingRuns.id, runId));
  if (!run?.decidedAt) return null;
  const { until, sweepId, serversSeen, notSeen } = run;
  return { until, sweepId, serversSeen, notSeen, panelSkewMs: null };
}

async function statusOf(ctx: Context, runId: number) {
  const [run] = await ctx.db
    .select({ status: billingRuns.status })
    .from(billingRuns)
    .where(eq(billingRuns.id, runId));
  if (!run) throw new Error(`Run ${runId} does not exist`);
  return run.status;
}
