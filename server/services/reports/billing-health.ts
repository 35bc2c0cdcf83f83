import { desc, isNotNull, isNull, sql } from 'drizzle-orm';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { billingRuns, billingSwitches, sweeps } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { checkSchedule } from '../settings/check-schedule.ts';
import { readBillingSettings } from '../settings/get-billing-settings.ts';
import { overdueSlot } from './overdue-slot.ts';

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
  const schedule = checkSchedule(row.cronSchedule, row.timezone, now);
  const since = later(open?.onFrom ?? now, await lastOpened(ctx));
  return {
    enabled: row.cronEnabled,
    onSince: open?.onFrom ?? null,
    sentence: schedule.sentence ?? row.cronSchedule,
    timezone: row.timezone,
    nextRun: row.cronEnabled ? (schedule.nextRuns[0] ?? null) : null,
    overdueSince:
      row.cronEnabled && schedule.valid
        ? overdueSlot({ schedule: row.cronSchedule, timezone: row.timezone }, { since, now })
        : null,
  };
}

async function lastOpened(ctx: Context): Promise<Date | null> {
  const [run] = await ctx.db
    .select({ at: billingRuns.openedAt })
    .from(billingRuns)
    .orderBy(desc(billingRuns.id))
    .limit(1);
  return run?.at ?? null;
}

function later(one: Date, other: Date | null): Date {
  return other !== null && other > one ? other : one;
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
