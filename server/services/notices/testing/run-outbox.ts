import { and, asc, eq, isNull, lte } from 'drizzle-orm';
import { noticeDeliveries, notices } from '#shared/schema/index.ts';
import type { Context } from '../../../context.ts';
import { deliverNotice } from '../deliver-notice.ts';
import { spreadNotice } from '../spread-notice.ts';

/** Does what the jobs would do that are due by the clock of `ctx`: spreads every message, tries every delivery once. */
export async function runOutbox(ctx: Context): Promise<void> {
  const fresh = await ctx.db.select({ id: notices.id }).from(notices).where(isNull(notices.spreadAt));
  for (const { id } of fresh) await spreadNotice(ctx, { noticeId: id });
  const due = await ctx.db
    .select({ id: noticeDeliveries.id })
    .from(noticeDeliveries)
    .where(and(eq(noticeDeliveries.state, 'waiting'), lte(noticeDeliveries.nextAttemptAt, ctx.clock.now())))
    .orderBy(asc(noticeDeliveries.id));
  for (const { id } of due) await deliverNotice(ctx, { deliveryId: id });
}

/** What became of each delivery, in order. */
export async function deliveriesOf(ctx: Context) {
  return ctx.db.select().from(noticeDeliveries).orderBy(asc(noticeDeliveries.id));
}
