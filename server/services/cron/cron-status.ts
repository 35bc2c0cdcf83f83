import { desc, eq } from 'drizzle-orm';
import type { ScheduledTask } from 'node-cron';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { billingRuns, cronSlots, sweeps } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { findOpenRunId } from '../billing/find-open-run.ts';
import { getRun } from '../billing/get-run.ts';
import { checkSchedule } from '../settings/check-schedule.ts';
import { readBillingSettings } from '../settings/get-billing-settings.ts';
import { cronLogs } from './cron-logs.ts';

interface Tasks {
  billing: ScheduledTask | null;
  observation: ScheduledTask | null;
}

/** The truth from node-cron (what is armed here, and its next run) and from the rows (what ran, and who ran it). */
export async function cronStatus(ctx: Context, tasks: Tasks): Promise<OutputOf<typeof api.cron.status>> {
  const { row } = await readBillingSettings(ctx);
  const openRunId = await findOpenRunId(ctx);
  const lastSweep = await lastSweepOf(ctx);
  const billing = armedAs(ctx, tasks.billing, row.timezone, row.cronSchedule);
  const observation = armedAs(ctx, tasks.observation, 'UTC', '');
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
  const armed = task !== null && task.getStatus() !== 'stopped' && task.getStatus() !== 'destroyed';
  return {
    isScheduled: armed,
    schedule,
    timezone,
    sentence: checkSchedule(schedule, timezone, ctx.clock.now()).sentence ?? schedule,
    nextRun: armed ? task.getNextRun() : null,
  };
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
