import { advanceRun } from '../services/billing/advance-run.ts';
import { openRun } from '../services/billing/open-run.ts';
import { HOUR_MS } from './factories.ts';
import type { TestContext } from './test-context.ts';

/** Sets the clock, opens a run on the evidence that is there, and takes it to its end. Returns its id. */
export async function billAt(
  { ctx, clock }: Pick<TestContext, 'ctx' | 'clock'>,
  at: Date | string,
): Promise<number> {
  clock.set(new Date(at));
  const { runId } = await openRun(ctx, { trigger: 'schedule', requestedBy: null });
  const until = new Date(Math.floor(clock.now().getTime() / HOUR_MS) * HOUR_MS);
  await advanceRun(ctx, {
    runId,
    observe: async () => ({ until, sweepId: null, serversSeen: 1, notSeen: null, panelSkewMs: null }),
  });
  return runId;
}
