import { desc, eq } from 'drizzle-orm';
import type { ScheduleJob } from '#shared/api/cron.ts';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { billingRuns, cronSlots, sweeps } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { runSentence } from './cron-logs.ts';

type LastStart = OutputOf<typeof api.cron.schedules>['schedules'][number]['lastRun'];

/** The last time a schedule did something, or was kept from it; by the rows of what it does, or by its slot. */
export async function lastStart(
  ctx: Context,
  { job, currency }: { job: ScheduleJob; currency: string },
): Promise<LastStart> {
  const slot = await lastSlot(ctx, job);
  if (job === 'hourly-billing') return later(slot, await lastRun(ctx, { currency }));
  if (job === 'watchdog') return lastRun(ctx, { currency, trigger: 'watchdog' });
  if (job === 'observation') return later(slot, await lastSweep(ctx));
  return slot;
}

/** A slot that was held back has no row but itself; any other is told better by what it started. */
function later(slot: LastStart, work: LastStart): LastStart {
  if (slot?.outcome !== 'held_back') return work;
  return work && work.at > slot.at ? work : slot;
}

async function lastSlot(ctx: Context, job: ScheduleJob): Promise<LastStart> {
  const [slot] = await ctx.db
    .select()
    .from(cronSlots)
    .where(eq(cronSlots.job, job))
    .orderBy(desc(cronSlots.claimedAt))
    .limit(1);
  if (!slot) return null;
  const { claimedAt: at, claimedBy: by, finishedAt, failure, heldBack } = slot;
  const shared = { at, by, finishedAt, runId: null };
  if (heldBack) return { ...shared, outcome: 'held_back', detail: heldBackWords[heldBack] };
  if (failure) return { ...shared, outcome: 'failed', detail: failure };
  return { ...shared, outcome: finishedAt ? 'done' : 'going_on', detail: null };
}

const heldBackWords = {
  paused: 'It was paused, so nothing was started.',
  blackout: 'A window without runs held it back.',
};

async function lastRun(
  ctx: Context,
  { currency, trigger }: { currency: string; trigger?: 'watchdog' },
): Promise<LastStart> {
  const [run] = await ctx.db
    .select()
    .from(billingRuns)
    .where(trigger ? eq(billingRuns.trigger, trigger) : undefined)
    .orderBy(desc(billingRuns.id))
    .limit(1);
  if (!run) return null;
  const outcome = { done: 'done', done_with_failures: 'failed', cancelled: 'done' } as const;
  return {
    at: run.openedAt,
    finishedAt: run.closedAt,
    outcome:
      run.status === 'done' || run.status === 'done_with_failures' || run.status === 'cancelled'
        ? outcome[run.status]
        : 'going_on',
    detail: runSentence(run, currency),
    by: run.requestedBy,
    runId: run.id,
  };
}

async function lastSweep(ctx: Context): Promise<LastStart> {
  const [sweep] = await ctx.db.select().from(sweeps).orderBy(desc(sweeps.id)).limit(1);
  if (!sweep) return null;
  const { startedAt: at, finishedAt, complete, servers, changed, failure } = sweep;
  const counted = `${servers} servers seen, ${changed} changed.`;
  return {
    at,
    finishedAt,
    outcome: finishedAt === null ? 'going_on' : complete ? 'done' : 'failed',
    detail: finishedAt === null ? null : (failure ?? counted),
    by: null,
    runId: null,
  };
}
