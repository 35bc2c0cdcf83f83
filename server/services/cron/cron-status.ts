import { desc, eq } from 'drizzle-orm';
import type { ScheduledTask } from 'node-cron';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { billingRuns, cronSlots, sweeps } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { findOpenRunId } from '../billing/find-open-run.ts';
import { getRun } from '../billing/get-run.ts';
import { holdAt, releasedAt } from '../schedules/hold.ts';
import { loadHoldRules } from '../schedules/load-hold-rules.ts';
import { checkSchedule } from '../settings/check-schedule.ts';
import { readBillingSettings } from '../settings/get-billing-settings.ts';
import { schedulesOf } from '../settings/schedules-of.ts';
import { cronLogs } from './cron-logs.ts';

interface Tasks {
  billing: readonly ScheduledTask[];
  observation: ScheduledTask | null;
}

/** The truth from node-cron (what is armed here, and its next run) and from the rows (what ran, and who ran it). */
export async function cronStatus(ctx: Context, tasks: Tasks): Promise<OutputOf<typeof api.cron.status>> {
  const { row } = await readBillingSettings(ctx);
  const openRunId = await findOpenRunId(ctx);
  const lastSweep = await lastSweepOf(ctx);
  const [first = null] = tasks.billing;
  const billing = armedAs(ctx, first, row.timezone, row.cronSchedule);
  const observation = armedAs(ctx, tasks.observation, 'UTC', '');
  const rules = await loadHoldRules(ctx, 'hourly-billing');
  const hold = holdAt(rules, ctx.clock.now());
  const next = earliest(tasks.billing);
  return {
    success: true,
    cronStatus: {
      hourlyBilling: {
        ...billing,
        enabled: row.cronEnabled,
        isRunning: openRunId !== null,
        lastRun: await lastRunAt(ctx),
        lastRunBy: await lastClaimBy(ctx, 'hourly-billing'),
        openRun: openRunId === null ? null : await getRun(ctx, { id: openRunId }),
        // What a pause or a window holds back is caught up when it ends; nobody knows the end of some.
        nextRun: next && releasedAt(rules, next),
        schedules: schedulesOf(row),
        pause: hold?.pause ?? null,
        blackoutUntil: hold?.kind === 'blackout' ? hold.until : null,
      },
      observation: {
        ...observation,
        isRunning: lastSweep !== null && lastSweep.finishedAt === null,
        lastRun: lastSweep?.startedAt ?? null,
        lastRunBy: await lastClaimBy(ctx, 'observation'),
      },
      instance: ctx.instance,
    },
    cronLogs: { hourlyBilling: await cronLogs(ctx) },
  };
}

function armedAs(ctx: Context, task: ScheduledTask | null, timezone: string, saved: string) {
  const schedule = task?.getPattern() ?? saved;
  const armed = task !== null && isArmed(task);
  return {
    isScheduled: armed,
    schedule,
    timezone,
    sentence: checkSchedule(schedule, timezone, ctx.clock.now()).sentence ?? schedule,
    nextRun: armed ? task.getNextRun() : null,
  };
}

/** The next instant at which node-cron fires one of them in this process. */
function earliest(tasks: readonly ScheduledTask[]): Date | null {
  const starts = tasks.filter(isArmed).flatMap((task) => task.getNextRun() ?? []);
  return starts.sort((one, other) => one.getTime() - other.getTime())[0] ?? null;
}

function isArmed(task: ScheduledTask): boolean {
  return task.getStatus() !== 'stopped' && task.getStatus() !== 'destroyed';
}

async function lastRunAt(ctx: Context): Promise<Date | null> {
  const [run] = await ctx.db
    .select({ at: billingRuns.openedAt })
    .from(billingRuns)
    .orderBy(desc(billingRuns.id))
    .limit(1);
  return run?.at ?? null;
}

async function lastSweepOf(ctx: Context) {
  const [sweep] = await ctx.db
    .select({ startedAt: sweeps.startedAt, finishedAt: sweeps.finishedAt })
    .from(sweeps)
    .orderBy(desc(sweeps.id))
    .limit(1);
  return sweep ?? null;
}

async function lastClaimBy(ctx: Context, job: string): Promise<string | null> {
  const [slot] = await ctx.db
    .select({ by: cronSlots.claimedBy })
    .from(cronSlots)
    .where(eq(cronSlots.job, job))
    .orderBy(desc(cronSlots.claimedAt))
    .limit(1);
  return slot?.by ?? null;
}
