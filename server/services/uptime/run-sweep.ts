import type { Instant } from '#shared/billing/period.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { AppError } from '../../errors.ts';
import { VirtFusionError } from '../../integrations/virtfusion/client.ts';
import { findPackages } from '../packages/find-packages.ts';
import { syncPackages } from '../packages/sync-packages.ts';
import { findMissing } from './find-missing.ts';
import { IdSet } from './id-set.ts';
import { observationRules } from './observation-rules.ts';
import { readDetails } from './read-details.ts';
import { secondOf } from './seen-server.ts';
import type { ObservedPanel, Sweep } from './sweep.ts';
import { sweepList } from './sweep-list.ts';
import { findCompleteSweeps, finishSweep, openSweep, requireWord, type SweepReason } from './sweeps.ts';
import { closeLostFromSight } from './write-stretches.ts';

export interface SweepOutcome {
  sweep: Sweep;
  complete: boolean;
  failure: string | null;
}

/** For details to read and servers to look up; what it does not reach waits for the next sweep. */
const budgetMs = 4 * 60_000;

/**
 * One pass over VirtFusion's packages and servers, by whoever holds the lock. Each page is kept as it comes; only
 * at the very end does the sweep count as complete, together with all that it lost from sight.
 */
export async function runSweep(
  ctx: Context,
  { client, reason }: { client: ObservedPanel; reason: SweepReason },
): Promise<SweepOutcome> {
  const sweep = await startSweep(ctx, { client, reason });
  try {
    return await sweepPanel(ctx, sweep);
  } catch (error) {
    await finishSweep(ctx, {
      ...sweep,
      ...sweep.counts,
      complete: false,
      failure: 'It ended with an error of ours.',
    });
    throw error;
  }
}

async function startSweep(
  ctx: Context,
  { client, reason }: { client: ObservedPanel; reason: SweepReason },
): Promise<Sweep> {
  const startedAt = secondOf(ctx.clock.now());
  // Before anything is read: whatever earlier sweeps wrote or will have written is there from here on.
  const id = await openSweep(ctx, { startedAt, reason });
  const { first, last } = await findCompleteSweeps(ctx);
  const rules = await observationRules(ctx, { now: startedAt, since: last });
  return {
    id,
    startedAt,
    client,
    rules: {
      ...rules,
      sweepId: id,
      packages: [],
      sweepAt: startedAt,
      previousSweepAt: last,
      watchedSince: first,
    },
    changed: new IdSet(),
    counts: { pages: 0, servers: 0, changed: 0, calls: 0, skewMs: null },
    concurrency: rules.concurrency,
    intervalMinutes: rules.intervalMinutes,
  };
}

async function sweepPanel(ctx: Context, sweep: Sweep): Promise<SweepOutcome> {
  const unreadPackages = await readPackages(ctx, sweep);
  const list = await sweepList(ctx, sweep);
  const failures = [unreadPackages, refusal(list.refused)];
  let lost: number[] = [];
  if (list.failure) {
    failures.push(`The list of servers was not read to its end: ${list.failure.message}`);
  } else {
    const deadline = new Date(ctx.clock.now().getTime() + budgetMs);
    await readDetails(ctx, sweep, deadline);
    const missing = await findMissing(ctx, sweep, { list, deadline });
    failures.push(missing.failure);
    lost = missing.lost;
  }
  const failure = failures.filter((text) => text !== null).join(' ') || null;
  const complete = list.failure === null;
  await endSweep(ctx, sweep, { complete, failure, lost });
  return { sweep, complete, failure };
}

/** All at once, so that the sweep never counts as a sighting of what it did not see. */
async function endSweep(
  ctx: Context,
  sweep: Sweep,
  { complete, failure, lost }: { complete: boolean; failure: string | null; lost: readonly number[] },
): Promise<void> {
  const previousSweepAt: Instant | null = sweep.rules.previousSweepAt;
  sweep.counts.changed = sweep.changed.size;
  await withTransaction(ctx, async (tx) => {
    await requireWord(tx, sweep.id);
    if (complete) await closeLostFromSight(tx, { serverIds: lost, previousSweepAt });
    await finishSweep(tx, { ...sweep.counts, id: sweep.id, complete, failure });
  });
  // From here on this sweep is the last sighting of every open stretch.
  if (complete) sweep.rules.previousSweepAt = sweep.startedAt;
}

/** Why the packages could not be read; the sweep goes on with those known. */
async function readPackages(ctx: Context, sweep: Sweep): Promise<string | null> {
  sweep.counts.calls += 1;
  try {
    sweep.rules.packages = await syncPackages(ctx, sweep.client, (tx) => requireWord(tx, sweep.id));
    return null;
  } catch (error) {
    if (!(error instanceof VirtFusionError) && !(error instanceof AppError)) throw error;
    sweep.rules.packages = await findPackages(ctx);
    return `The packages could not be read: ${error.message}`;
  }
}

function refusal(refused: ReadonlySet<number>): string | null {
  if (refused.size === 0) return null;
  const ids = [...refused].slice(0, 5).join(', ');
  return `${refused.size} servers have another uuid than ours (${ids}): they are of another panel, and were not counted as seen.`;
}
