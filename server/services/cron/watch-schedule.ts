import { desc } from 'drizzle-orm';
import type { ScheduledTask } from 'node-cron';
import { billingRuns } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { findOpenRunId } from '../billing/find-open-run.ts';
import { openRun } from '../billing/open-run.ts';

/** A slot may be this late before the watchdog takes it for missed: node-cron's own run needs a moment to open. */
const LATE_MS = 90_000;

/**
 * What every instance asks every minute: is there an open run to help with, or a slot that should have opened one
 * and did not? Answers with the run to go on with, or null. Timers follow no clock jumps and blocked loops lose
 * ticks (exactness-and-speed §0.4); the rows do not.
 */
export async function watchSchedule(ctx: Context, billing: ScheduledTask | null): Promise<number | null> {
  const openRunId = await findOpenRunId(ctx);
  if (openRunId !== null) return openRunId;
  if (!billing || billing.getStatus() === 'stopped' || billing.getStatus() === 'destroyed') return null;
  const missed = await missedSlot(ctx, billing);
  if (missed === null) return null;
  const { runId, opened } = await openRun(ctx, { trigger: 'watchdog', requestedBy: null });
  if (opened) await tellMissed(ctx, runId, missed);
  return runId;
}

async function tellMissed(ctx: Context, runId: number, slot: Date): Promise<void> {
  ctx.log.warn('a scheduled run was missed, the watchdog opened it', { runId, slot: slot.toISOString() });
  await raiseAlert(ctx, {
    kind: 'missed_run',
    subject: `run:${runId}`,
    message: `The run of ${slot.toISOString()} did not start by itself; run ${runId} caught it up. Nothing is lost. Look at what kept the process busy or stopped then.`,
    facts: { runId, slot: slot.toISOString() },
  });
}

/** The latest slot that is late by now and has had no run since. Asked of node-cron's own matcher, minute by minute. */
async function missedSlot(ctx: Context, billing: ScheduledTask): Promise<Date | null> {
  const [last] = await ctx.db
    .select({ at: billingRuns.openedAt })
    .from(billingRuns)
    .orderBy(desc(billingRuns.id))
    .limit(1);
  const lateBefore = ctx.clock.now().getTime() - LATE_MS;
  const since = Math.max(last?.at.getTime() ?? 0, lateBefore - LOOK_BACK_MS);
  for (let at = floorMinute(lateBefore); at > since; at -= MINUTE_MS) {
    const slot = new Date(at);
    if (billing.match(slot)) return slot;
  }
  return null;
}

const MINUTE_MS = 60_000;
/** A day back: one run catches up all the hours before it, so an older slot needs no run of its own. */
const LOOK_BACK_MS = 24 * 60 * MINUTE_MS;

function floorMinute(at: number): number {
  return Math.floor(at / MINUTE_MS) * MINUTE_MS;
}
