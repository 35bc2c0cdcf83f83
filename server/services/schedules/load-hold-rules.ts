import { and, desc, eq, gt, isNull, or } from 'drizzle-orm';
import type { ScheduleJob } from '#shared/api/cron.ts';
import { schedulePauses } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { readBillingSettings } from '../settings/get-billing-settings.ts';
import { type Hold, type HoldRules, holdAt } from './hold.ts';

/** Pauses that ended longer ago than this explain no slot that anybody still asks about. */
const LOOK_BACK_MS = 8 * 24 * 3_600_000;
const MOST_PAUSES = 100;

/** What may hold a schedule back, now and in the last days. Windows of the week are for hourly billing alone. */
export async function loadHoldRules(ctx: Context, job: ScheduleJob): Promise<HoldRules> {
  const { row } = await readBillingSettings(ctx);
  const pauses = await ctx.db
    .select()
    .from(schedulePauses)
    .where(
      and(
        eq(schedulePauses.job, job),
        or(
          isNull(schedulePauses.endedAt),
          gt(schedulePauses.endedAt, new Date(ctx.clock.now().getTime() - LOOK_BACK_MS)),
        ),
      ),
    )
    .orderBy(desc(schedulePauses.pausedAt))
    .limit(MOST_PAUSES);
  const blackouts = job === 'hourly-billing' ? row.blackouts : [];
  return { pauses, blackouts, timezone: row.timezone };
}

/** What holds a schedule back now, or null. */
export async function findHold(ctx: Context, job: ScheduleJob): Promise<Hold | null> {
  return holdAt(await loadHoldRules(ctx, job), ctx.clock.now());
}
