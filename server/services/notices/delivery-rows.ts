import { type SQL, sql } from 'drizzle-orm';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';

export type Delivery = OutputOf<typeof api.notices.list>['rows'][number];

type Row = Record<string, unknown> &
  Pick<Delivery, 'event' | 'way' | 'recipient' | 'state' | 'detail' | 'attempts'> & {
    id: string;
    notice_id: string;
    customer_id: number | null;
    customer_name: string | null;
    created_at: Date;
    next_attempt_at: Date | null;
    done_at: Date | null;
  };

/** Deliveries as the log shows them, newest first; `where` speaks of `d`. */
export async function findDeliveries(
  ctx: Context,
  { where, limit }: { where: SQL; limit: number },
): Promise<Delivery[]> {
  const { rows } = await ctx.db.execute<Row>(sql`
    SELECT d.id, d.notice_id, d.event, d.customer_id, c.name AS customer_name, d.way, d.recipient, d.state, d.detail,
      d.attempts, d.created_at, d.next_attempt_at, d.done_at
    FROM notice_deliveries d LEFT JOIN customers c ON c.id = d.customer_id
    WHERE ${where} ORDER BY d.id DESC LIMIT ${limit}`);
  return rows.map(({ event, way, recipient, state, detail, attempts, ...row }) => ({
    id: Number(row.id),
    noticeId: Number(row.notice_id),
    event,
    customerId: row.customer_id,
    customerName: row.customer_name,
    way,
    recipient,
    state,
    detail,
    attempts,
    createdAt: row.created_at,
    nextAttemptAt: row.next_attempt_at,
    doneAt: row.done_at,
  }));
}
