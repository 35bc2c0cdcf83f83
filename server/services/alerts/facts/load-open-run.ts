import { isNull } from 'drizzle-orm';
import { billingRuns } from '#shared/schema/index.ts';
import type { Context } from '../../../context.ts';
import { overdueSince } from '../../schedules/overdue-since.ts';
import type { OpenRunFacts } from '../detectors/overdue-run.ts';

/** The run that is open, and since when one is due that has not come. */
export async function loadOpenRun(ctx: Context): Promise<OpenRunFacts> {
  const [run] = await ctx.db
    .select({
      id: billingRuns.id,
      status: billingRuns.status,
      openedAt: billingRuns.openedAt,
      heldReasons: billingRuns.heldReasons,
    })
    .from(billingRuns)
    .where(isNull(billingRuns.closedAt));
  return {
    now: ctx.clock.now(),
    overdueSince: await overdueSince(ctx),
    openRun: run ? { ...run, heldReasons: run.heldReasons ?? [] } : null,
  };
}
