import { eq, or, sql } from 'drizzle-orm';
import { ZodError } from 'zod';
import { paypalEvents, topUps } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { completeTopUp } from './complete-top-up.ts';
import { type EventMatter, readEvent } from './read-event.ts';
import { recordClaim } from './record-claim.ts';

/**
 * Acts on a notification that was kept. One of a payment only says where to look: what counts is PayPal's own answer
 * about the order. Safe to repeat, in any order.
 * @throws AppError 'paypal_failed', and the job is tried again
 */
export async function handleEvent(ctx: Context, { eventId }: { eventId: string }): Promise<void> {
  const [event] = await ctx.db.select().from(paypalEvents).where(eq(paypalEvents.id, eventId));
  if (!event || event.handledAt !== null) return;
  const { topUpId, outcome } = await act(ctx, event);
  await ctx.db
    .update(paypalEvents)
    .set({ handledAt: ctx.clock.now(), topUpId, outcome })
    .where(eq(paypalEvents.id, eventId));
}

async function act(
  ctx: Context,
  event: typeof paypalEvents.$inferSelect,
): Promise<{ topUpId: number | null; outcome: string }> {
  const matter = matterOf(event);
  if (!matter) {
    await tellUnread(ctx, event);
    return { topUpId: null, outcome: 'could not be read' };
  }
  if (matter.kind === 'other') return { topUpId: null, outcome: 'of no concern' };
  if (matter.kind === 'claim') {
    const topUpId = await recordClaim(ctx, matter);
    return topUpId === null ? notOurs : { topUpId, outcome: `${matter.claim} noted` };
  }
  const topUpId = await findTopUpId(ctx, matter);
  if (topUpId === null) return notOurs;
  const { status } = await completeTopUp(ctx, { topUpId });
  return { topUpId, outcome: `top-up is ${status}` };
}

/** Null where it is not in the form that PayPal documents: it will not be in a later try either. */
function matterOf({ eventType, body }: typeof paypalEvents.$inferSelect): EventMatter | null {
  try {
    return readEvent(eventType, body.resource);
  } catch (error) {
    if (error instanceof ZodError) return null;
    throw error;
  }
}

async function tellUnread(ctx: Context, { id, eventType }: typeof paypalEvents.$inferSelect): Promise<void> {
  await raiseAlert(ctx, {
    kind: 'claim_unclear',
    subject: `paypal:${id}`,
    message: `PayPal told ${eventType} in a form that is not known here (event ${id}). Nothing was moved. Look at the event at PayPal, adjust the wallet if it has to be, and acknowledge this.`,
    facts: { eventId: id },
  });
}

/** The account may take payments for other things, too. */
const notOurs = { topUpId: null, outcome: 'not a top-up' };

async function findTopUpId(
  ctx: Context,
  { orderId, key }: { orderId: string | null; key: string | null },
): Promise<number | null> {
  if (orderId === null && key === null) return null;
  const [row] = await ctx.db
    .select({ id: topUps.id })
    .from(topUps)
    .where(
      or(
        orderId === null ? undefined : eq(topUps.orderId, orderId),
        key === null ? undefined : eq(sql`${topUps.key}::text`, key),
      ),
    );
  return row?.id ?? null;
}
