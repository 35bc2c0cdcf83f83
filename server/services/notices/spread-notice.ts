import { and, eq, isNull, sql } from 'drizzle-orm';
import { type DeliveryRow, type NoticeRow, notices } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { enqueueDelivery } from '../../jobs/enqueue.ts';
import { findRecipients, type Recipient } from './find-recipients.ts';
import { queueOf } from './queue-of.ts';

/**
 * Settles who gets a message and by which ways, writes a delivery for each, and has them sent. Safe to repeat: a
 * message is spread once. Whoever cannot be reached is in the log as well, with the reason.
 */
export async function spreadNotice(ctx: Context, { noticeId }: { noticeId: number }): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const [notice] = await tx.db
      .update(notices)
      .set({ spreadAt: tx.clock.now() })
      .where(and(eq(notices.id, noticeId), isNull(notices.spreadAt)))
      .returning();
    if (!notice) return;
    const recipients = await findRecipients(tx, notice);
    for (const { waitMs, ...delivery } of await writeDeliveries(tx, notice, recipients)) {
      await enqueueDelivery(tx, { deliveryId: delivery.id, queue: queueOf(delivery), inMs: waitMs });
    }
  });
}

interface Written extends Record<string, unknown>, Pick<DeliveryRow, 'way' | 'recipient'> {
  id: string;
  next: Date | null;
}

/** Those that wait to be sent, with how long. */
async function writeDeliveries(
  tx: Context,
  notice: NoticeRow,
  recipients: readonly Recipient[],
): Promise<(Pick<DeliveryRow, 'id' | 'way' | 'recipient'> & { waitMs: number })[]> {
  if (recipients.length === 0) return [];
  const now = tx.clock.now();
  const column = <T>(pick: (recipient: Recipient) => T) => sql.param(recipients.map(pick));
  const { rows } = await tx.db.execute<Written>(sql`
    INSERT INTO notice_deliveries (notice_id, event, customer_id, way, recipient, state, detail, next_attempt_at,
      created_at, done_at)
    SELECT ${notice.id}::bigint, ${notice.event}, ${notice.customerId}::int, way, recipient,
      CASE WHEN missing IS NULL THEN 'waiting' ELSE 'not_set_up' END, missing, at::timestamptz,
      ${now.toISOString()}::timestamptz, CASE WHEN missing IS NOT NULL THEN ${now.toISOString()}::timestamptz END
    FROM unnest(${column((r) => r.way)}::text[], ${column((r) => r.recipient)}::text[],
      ${column((r) => r.missing)}::text[], ${column((r) => (r.missing === null ? r.at.toISOString() : null))}::text[])
      AS r(way, recipient, missing, at)
    ON CONFLICT (notice_id, way, recipient) DO NOTHING
    RETURNING id, way, recipient, next_attempt_at AS next`);
  return rows.flatMap(({ id, way, recipient, next }) =>
    next === null ? [] : [{ id: Number(id), way, recipient, waitMs: next.getTime() - now.getTime() }],
  );
}
