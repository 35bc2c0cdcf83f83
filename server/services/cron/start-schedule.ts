import type { startableJobs } from '#shared/api/cron.ts';
import { cronSlots } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { RefusedError } from '../../errors.ts';
import { finishSlot, slotKey } from '../../jobs/slot-coordinator.ts';
import { recordAudit } from '../audit/record-audit.ts';

type StartableJob = (typeof startableJobs)[number];

/** How long a caller waits for the end before it is told that it goes on. */
const PATIENCE_MS = 15_000;
const MINUTE_MS = 60_000;

/**
 * Does out of turn what a schedule would do, paused or not: a person asked for it. Of several calls within a minute
 * the first does it; the others find it done or going on. Waits a moment for its end.
 * @throws RefusedError when there is no VirtFusion to look at
 */
export async function startSchedule(
  ctx: Context,
  { job, work }: { job: StartableJob; work: () => Promise<unknown> },
): Promise<void> {
  if (job === 'observation' && (await ctx.panel()).client === null) {
    throw new RefusedError('No VirtFusion is connected: save its address and token in the settings first.');
  }
  const key = `${slotKey(job, minuteOf(ctx.clock.now()))} by hand`;
  if (!(await claim(ctx, { job, key }))) return;
  const patience = new AbortController();
  const done = work().then(
    () => finishSlot(ctx, key, {}),
    (error: unknown) => finishSlot(ctx, key, { failure: sentenceOf(error) }),
  );
  await Promise.race([done, ctx.clock.sleep(PATIENCE_MS, patience.signal).catch(() => {})]);
  patience.abort();
}

/** The slot of this minute, with its audit entry; false when somebody has it already. */
async function claim(ctx: Context, { job, key }: { job: StartableJob; key: string }): Promise<boolean> {
  return withTransaction(ctx, async (tx) => {
    const claimed = await tx.db
      .insert(cronSlots)
      .values({ key, job, claimedAt: tx.clock.now(), claimedBy: tx.instance })
      .onConflictDoNothing()
      .returning({ key: cronSlots.key });
    if (claimed.length === 0) return false;
    await recordAudit(tx, {
      action: 'schedule.started',
      subject: `schedule:${job}`,
      before: null,
      after: null,
    });
    return true;
  });
}

function sentenceOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 500);
}

function minuteOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS);
}
