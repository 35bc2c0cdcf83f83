import { desc, isNotNull, isNull, sql } from 'drizzle-orm';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { billingSwitches, sweeps } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { loadHoldRules } from '../schedules/load-hold-rules.ts';
import { nextStarts } from '../schedules/next-starts.ts';
import { overdueSince } from '../schedules/overdue-since.ts';
import { checkSchedule } from '../settings/check-schedule.ts';
import { readBillingSettings } from '../settings/get-billing-settings.ts';
import { schedulesOf } from '../settings/schedules-of.ts';

type Dashboard = OutputOf<typeof api.dashboard.get>;

/** Whether billing is on, and when it next runs: by the saved schedule, whichever process keeps it. */
export async function billingState(ctx: Context): Promise<Dashboard['billing']> {
  const { row } = await readBillingSettings(ctx);
  const [open] = await ctx.db
    .select({ onFrom: billingSwitches.onFrom })
    .from(billingSwitches)
    .where(isNull(billingSwitches.onUntil))
    .limit(1);
  const now = ctx.clock.now();
  const { timezone, cronEnabled: enabled } = row;
  const schedules = schedulesOf(row);
  const rules = await loadHoldRules(ctx, 'hourly-billing');
  return {
    enabled,
    onSince: open?.onFrom ?? null,
    sentence: schedules
      .map((schedule) => checkSchedule(schedule, timezone, now).sentence ?? schedule)
      .join('; '),
    timezone,
    nextRun: enabled ? (nextStarts({ schedules, timezone, rules }, 1)[0]?.at ?? null) : null,
    overdueSince: await overdueSince(ctx),
  };
}

/** Where VirtFusion is, when it was last read whole, and why not since. */
export async function panelState(ctx: Context): Promise<Dashboard['panel']> {
  const { source } = await ctx.panel();
  const { rows } = await ctx.db.execute<{ at: Date | null }>(
    sql`SELECT max(started_at) AS at FROM sweeps WHERE complete`,
  );
  const [newest] = await ctx.db
    .select({ complete: sweeps.complete, failure: sweeps.failure })
    .from(sweeps)
    .where(isNotNull(sweeps.finishedAt))
    .orderBy(desc(sweeps.id))
    .limit(1);
  const failed = newest !== undefined && !newest.complete;
  return {
    source,
    lastCompleteLook: rows[0]?.at ?? null,
    failure: failed ? (newest.failure ?? 'It did not answer.') : null,
  };
}
