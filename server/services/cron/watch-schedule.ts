import { and, desc, eq, gt, isNotNull } from 'drizzle-orm';
import type { ScheduledTask } from 'node-cron';
import { billingRuns, cronSlots } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { findOpenRunId } from '../billing/find-open-run.ts';
import { openRun } from '../billing/open-run.ts';
import { holdAt } from '../schedules/hold.ts';
import { loadHoldRules } from '../schedules/load-hold-rules.ts';

/** A slot may be this late before the watchdog takes it for missed: node-cron's own run needs a moment to open. */
const LATE_MS = 90_000;

/**
 * What every instance asks every minute: is there an open run to help with, or a slot that should have opened one
 * and did not? Answers with the run to go on with, or null. Timers follow no clock jumps and blocked loops lose
 * ticks (exactness-and-speed §0.4); the rows do not. While a pause or a window of the week holds billing back it opens
 * nothing; right after, it catches up what they held back, which is no news to anybody.
 */
export async function watchSchedule(ctx: Context, billing: readonly ScheduledTask[]): Promise<number | null> {
  const openRunId = await findOpenRunId(ctx);
  if (openRunId !== null) return openRunId;
  const armed = billing.filter((task) => task.getStatus() !== 'stopped' && task.getStatus() !== 'destroyed');
  if (armed.length === 0) return null;
  const rules = await loadHoldRules(ctx, 'hourly-billing');
  if (holdAt(rules, ctx.clock.now())) return null;
  const missed = await missedSlot(ctx, armed);
  if (missed === null) return null;
  const { runId, opened } = await openRun(ctx, { trigger: 'watchdog', requestedBy: null });
  const hold = holdAt(rules, missed);
  if (opened && hold) ctx.log.info('what was held back is caught up', { runId, heldBack: hold.kind });
  else if (opened) await tellMissed(ctx, runId, missed);
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

/**
 * The latest slot that is late by now and has had no run since. Asked of node-cron's own matcher, minute by minute; and
 * of the slots that were claimed, which tell of one that a long pause held back, however long ago.
 */
async function missedSlot(ctx: Context, billing: readonly ScheduledTask[]): Promise<Date | null> {
  const [last] = await ctx.db
    .select({ at: billingRuns.openedAt })
    .from(billingRuns)
    .orderBy(desc(billingRuns.id))
    .limit(1);
  const lateBefore = ctx.clock.now().getTime() - LATE_MS;
  const since = Math.max(last?.at.getTime() ?? 0, lateBefore - LOOK_BACK_MS);
  for (let at = floorMinute(lateBefore); at > since; at -= MINUTE_MS) {
    const slot = new Date(at);
    if (billing.some((task) => task.match(slot))) return slot;
  }
  return heldBackSince(ctx, last?.at ?? null);
}

async function heldBackSince(ctx: Context, lastRun: Date | null): Promise<Date | null> {
  const [slot] = await ctx.db
    .select({ at: cronSlots.claimedAt })
    .from(cronSlots)
    .where(
      and(
        eq(cronSlots.job, 'hourly-billing'),
        isNotNull(cronSlots.heldBack),
        lastRun ? gt(cronSlots.claimedAt, lastRun) : undefined,
      ),
    )
    .orderBy(desc(cronSlots.claimedAt))
    .limit(1);
  return slot?.at ?? null;
}

const MINUTE_MS = 60_000;
/** A day back: one run catches up all the hours before it, so an older slot needs no run of its own. */
const LOOK_BACK_MS = 24 * 60 * MINUTE_MS;

function floorMinute(at: number): number {
  return Math.floor(at / MINUTE_MS) * MINUTE_MS;
}
