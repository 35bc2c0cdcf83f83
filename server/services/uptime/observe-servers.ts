import type { Context } from '../../context.ts';
import type { Unlock } from '../../db/session-lock.ts';
import { AppError } from '../../errors.ts';
import { requireTrueClock } from './require-true-clock.ts';
import { runSweep } from './run-sweep.ts';
import { type PowerPass, type PowerPlan, samplePower } from './sample-power.ts';
import type { ObservedPanel } from './sweep.ts';
import { tryLockSweep } from './sweep-lock.ts';
import { findSweepSince, type SweepReason } from './sweeps.ts';

export interface ObserveInput {
  reason: SweepReason;
  /** A sweep of another instance that began at this instant or later is as good as one of our own. */
  notBefore?: Date;
}

/** What an observation saw, and in a sentence what it could not see. */
export interface Observation {
  sweepId: number;
  startedAt: Date;
  complete: boolean;
  servers: number;
  changed: number;
  /** Questions to the panel, repeats not counted. */
  calls: number;
  failure: string | null;
  powerAsked: number;
  powerUnknown: number;
  /** How far the panel's clock is ahead of ours; null when it was not told. */
  skewMs: number | null;
}

const minuteMs = 60_000;
const lockAskedEveryMs = 2_000;
/** With a sweep that would do, the sweeping instance is still waited for so long: it may be sampling power. */
const longestWaitMs = 5 * minuteMs;
const longestSweepMs = 60 * minuteMs;

/**
 * Asks VirtFusion what there is and keeps what changed: one sweep at a time over all instances, then the power where
 * prices depend on it. What fails is said in `failure`; it disables nothing and loses nothing.
 * @throws AppError 'virtfusion_failed' when no panel is configured, the clocks are apart, or another instance sweeps
 * without end
 */
export async function observeServers(ctx: Context, input: ObserveInput): Promise<Observation> {
  const { client } = await ctx.panel();
  if (!client) {
    throw new AppError(
      'virtfusion_failed',
      'No VirtFusion is configured: save its URL and token in the settings.',
    );
  }
  await requireTrueClock(ctx);
  const turn = await waitForTurn(ctx, input.notBefore ?? ctx.clock.now());
  if (typeof turn !== 'function') return turn;
  try {
    return await observe(ctx, client, input);
  } finally {
    await turn();
  }
}

/** The lock, or the sweep of another instance that did the work while we waited for it. */
async function waitForTurn(ctx: Context, notBefore: Date): Promise<Unlock | Observation> {
  const askedAt = ctx.clock.now().getTime();
  for (let hasWaited = false; ; hasWaited = true) {
    const unlock = await tryLockSweep(ctx);
    if (unlock && !hasWaited) return unlock;
    const waitedMs = ctx.clock.now().getTime() - askedAt;
    const other = unlock || waitedMs >= longestWaitMs ? await findSweepSince(ctx, notBefore) : null;
    if (other) {
      await unlock?.();
      return { ...other, complete: true, powerAsked: 0, powerUnknown: 0 };
    }
    if (unlock) return unlock;
    if (waitedMs >= longestSweepMs) {
      throw new AppError(
        'virtfusion_failed',
        'Another instance has been observing the servers for over an hour.',
      );
    }
    await ctx.clock.sleep(lockAskedEveryMs);
  }
}

async function observe(ctx: Context, client: ObservedPanel, input: ObserveInput): Promise<Observation> {
  const { sweep, complete, failure } = await runSweep(ctx, { client, reason: input.reason });
  const unasked: PowerPass = { asked: 0, unknown: 0, failure: null };
  const plan = powerPlan(input, { ...sweep, complete, now: ctx.clock.now() });
  const pass = sweep.rules.powerPriced ? await samplePower(ctx, sweep, plan) : unasked;
  const { servers, changed, calls, skewMs } = sweep.counts;
  const observation = {
    sweepId: sweep.id,
    startedAt: new Date(sweep.startedAt * 1000),
    ...{ complete, servers, changed, calls, skewMs },
    failure: [failure, pass.failure].filter((text) => text !== null).join(' ') || null,
    powerAsked: pass.asked,
    powerUnknown: pass.unknown,
  };
  ctx.log.info('servers observed', { ...observation });
  return observation;
}

/**
 * A schedule may ask until shortly before its next tick; a run waits a few minutes and leaves the rest to trail it.
 * Half an interval of tolerance keeps a tick that comes a second early from finding nothing due.
 */
function powerPlan(
  { reason, notBefore }: ObserveInput,
  sweep: { startedAt: number; intervalMinutes: number; complete: boolean; now: Date },
): PowerPlan {
  const startedMs = sweep.startedAt * 1000;
  const intervalMs = sweep.intervalMinutes * minuteMs;
  const [least, most] = [sweep.now.getTime() + minuteMs, sweep.now.getTime() + 4 * minuteMs];
  const deadlineMs = reason === 'schedule' ? Math.max(least, startedMs + 0.9 * intervalMs) : most;
  return {
    askedBefore: new Date(Math.max(notBefore?.getTime() ?? 0, startedMs - intervalMs / 2)),
    deadline: new Date(deadlineMs),
    patience: sweep.complete ? 50 : 3,
  };
}
