import { and, eq, isNull } from 'drizzle-orm';
import type { ScheduleJob } from '#shared/api/cron.ts';
import { schedulePauses } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { InvalidInputError } from '../../errors.ts';
import { recordAudit } from '../audit/record-audit.ts';

export interface PauseWish {
  job: ScheduleJob;
  reason: string;
  /** Null: until somebody ends it. */
  until: Date | null;
}

type PauseRow = typeof schedulePauses.$inferSelect;

/**
 * Lets a schedule start nothing from now on. What is due meanwhile is caught up when the pause ends; a run that is
 * open goes on. Another reason or end replaces the pause; a repeat changes nothing.
 * @throws InvalidInputError for an end that is not ahead
 */
export async function pauseSchedule(ctx: Context, { job, reason, until }: PauseWish): Promise<void> {
  const now = ctx.clock.now();
  if (until !== null && until <= now) {
    throw new InvalidInputError('until', 'Choose an instant that is still to come, or none');
  }
  await withTransaction(ctx, async (tx) => {
    const open = await lockOpenPause(tx, job);
    const inForce = open !== null && (open.until === null || open.until > now) ? open : null;
    if (inForce && sameWish(inForce, { job, reason, until })) return;
    if (open) await endPause(tx, open, now);
    await tx.db.insert(schedulePauses).values({ job, reason, until, pausedAt: now, pausedBy: tx.actor.name });
    await recordAudit(tx, {
      action: 'schedule.paused',
      subject: `schedule:${job}`,
      before: inForce && { reason: inForce.reason, until: inForce.until },
      after: { reason, until },
    });
  });
}

/** Ends the pause of a schedule; what was due in it is caught up within two minutes. A repeat changes nothing. */
export async function resumeSchedule(ctx: Context, { job }: Pick<PauseWish, 'job'>): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const open = await lockOpenPause(tx, job);
    if (!open) return;
    const now = tx.clock.now();
    await endPause(tx, open, now);
    if (open.until !== null && open.until <= now) return; // it was over by itself
    await recordAudit(tx, {
      action: 'schedule.resumed',
      subject: `schedule:${job}`,
      before: { reason: open.reason, until: open.until },
      after: null,
    });
  });
}

/** One that is over by its own end stays open as a row until the next one: then it ended when it said. */
async function endPause(tx: Context, { id, until }: PauseRow, now: Date): Promise<void> {
  const overByItself = until !== null && until <= now;
  await tx.db
    .update(schedulePauses)
    .set(overByItself ? { endedAt: until, endedBy: 'its own end' } : { endedAt: now, endedBy: tx.actor.name })
    .where(eq(schedulePauses.id, id));
}

async function lockOpenPause(tx: Context, job: ScheduleJob): Promise<PauseRow | null> {
  const [open] = await tx.db
    .select()
    .from(schedulePauses)
    .where(and(eq(schedulePauses.job, job), isNull(schedulePauses.endedAt)))
    .for('update');
  return open ?? null;
}

function sameWish(open: PauseRow, wish: PauseWish): boolean {
  return open.reason === wish.reason && open.until?.getTime() === wish.until?.getTime();
}
