import { and, eq, isNull } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { alerts } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { InvalidInputError, NotFoundError, RefusedError } from '../../errors.ts';
import { recordAudit } from '../audit/record-audit.ts';

/** A month: what may wait longer wants its cause seen to. */
const LONGEST_MS = 31 * 24 * 3_600_000;

/**
 * Puts an open alert out of the way until an instant, or brings it back (`until` null). It stays found meanwhile, and
 * comes back by itself. A repeat changes nothing.
 * @throws InvalidInputError for an instant that is past or too far, NotFoundError, RefusedError for one that is over
 */
export async function snoozeAlert(
  ctx: Context,
  { id, until }: InputOf<typeof api.alerts.snooze>,
): Promise<OutputOf<typeof api.alerts.snooze>> {
  const now = ctx.clock.now();
  if (until !== null && until <= now)
    throw new InvalidInputError('until', 'Choose an instant that is still to come');
  if (until !== null && until.getTime() - now.getTime() > LONGEST_MS) {
    throw new InvalidInputError('until', 'At most a month: choose an earlier instant');
  }
  return withTransaction(ctx, async (tx) => {
    const [before] = await tx.db.select().from(alerts).where(eq(alerts.id, id)).for('update');
    if (!before) throw new NotFoundError('alert', { id });
    if (before.resolvedAt)
      throw new RefusedError(`Alert ${id} is over: there is nothing to put off.`, { id });
    if (before.snoozedUntil?.getTime() === until?.getTime()) return before;
    const [after] = await tx.db
      .update(alerts)
      .set({ snoozedUntil: until, snoozedBy: until && tx.actor.name })
      .where(and(eq(alerts.id, id), isNull(alerts.resolvedAt)))
      .returning();
    if (!after) throw new Error('a row that is locked is there to be written');
    await recordAudit(tx, {
      action: 'alert.snoozed',
      subject: `alert:${id}`,
      before: { until: before.snoozedUntil },
      after: { kind: after.kind, until },
    });
    return after;
  });
}
