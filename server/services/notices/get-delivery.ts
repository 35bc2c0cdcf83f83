import { asc, eq, sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import {
  type DeliveryRow,
  type NoticeRow,
  noticeAttempts,
  noticeDeliveries,
  notices,
} from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { NotFoundError } from '../../errors.ts';
import { findDeliveries } from './delivery-rows.ts';
import { drawMessage } from './draw-message.ts';
import { webhookBody } from './webhook-body.ts';

type Detail = OutputOf<typeof api.notices.get>;

/** As many attempts as one reads; a replay may begin them anew. */
const MOST_ATTEMPTS = 200;

/** One delivery: what it says, and every attempt. @throws NotFoundError */
export async function getDelivery(ctx: Context, { id }: InputOf<typeof api.notices.get>): Promise<Detail> {
  const [row] = await findDeliveries(ctx, { where: sql`d.id = ${id}::bigint`, limit: 1 });
  if (!row) throw new NotFoundError('delivery', { id });
  const { delivery, notice } = await requireRows(ctx, id);
  const log = await ctx.db
    .select()
    .from(noticeAttempts)
    .where(eq(noticeAttempts.deliveryId, id))
    .orderBy(asc(noticeAttempts.id))
    .limit(MOST_ATTEMPTS);
  return {
    ...row,
    key: notice.key,
    log,
    message: await messageOf(ctx, delivery, notice),
    payload: delivery.way === 'webhook' ? webhookBody(notice) : null,
  };
}

async function requireRows(ctx: Context, id: number): Promise<{ delivery: DeliveryRow; notice: NoticeRow }> {
  const [found] = await ctx.db
    .select({ delivery: noticeDeliveries, notice: notices })
    .from(noticeDeliveries)
    .innerJoin(notices, eq(notices.id, noticeDeliveries.noticeId))
    .where(eq(noticeDeliveries.id, id));
  if (!found) throw new NotFoundError('delivery', { id });
  return found;
}

async function messageOf(ctx: Context, delivery: DeliveryRow, notice: NoticeRow): Promise<Detail['message']> {
  const { way, subject, body, action } = delivery;
  if (way === 'webhook' || subject === null || body === null || action === null) return null;
  return drawMessage(ctx, { notice, way, content: { subject, body, action } });
}
