import { eq } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { customers, type DeliveryRow, noticeDeliveries } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { NotFoundError, RefusedError } from '../../errors.ts';
import { enqueueDelivery } from '../../jobs/enqueue.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { getDelivery } from './get-delivery.ts';
import { queueOf } from './queue-of.ts';

/**
 * Sends a delivery again, whatever became of it, with the same content and the same id. Its attempts are counted from
 * the beginning; the log keeps the earlier ones. While it waits to be sent nothing changes.
 * @throws NotFoundError; RefusedError where there still is no address
 */
export function replayDelivery(
  ctx: Context,
  { id }: InputOf<typeof api.notices.replay>,
): Promise<OutputOf<typeof api.notices.replay>> {
  return withTransaction(ctx, async (tx) => {
    const [delivery] = await tx.db
      .select()
      .from(noticeDeliveries)
      .where(eq(noticeDeliveries.id, id))
      .for('update');
    if (!delivery) throw new NotFoundError('delivery', { id });
    if (delivery.state !== 'waiting') {
      await tx.db
        .update(noticeDeliveries)
        .set({
          state: 'waiting',
          recipient: await recipientNow(tx, delivery),
          detail: null,
          attempts: 0,
          nextAttemptAt: tx.clock.now(),
          doneAt: null,
        })
        .where(eq(noticeDeliveries.id, id));
      await enqueueDelivery(tx, { deliveryId: id, inMs: 0, queue: queueOf(delivery) });
      await recordAudit(tx, {
        action: 'notice.replayed',
        subject: `notice:${id}`,
        before: { state: delivery.state },
        after: { state: 'waiting' },
      });
    }
    return getDelivery(tx, { id });
  });
}

/** Whom it had no address of may have one by now. */
async function recipientNow(
  tx: Context,
  { way, state, recipient, customerId }: DeliveryRow,
): Promise<string> {
  if (way !== 'customer_mail' || state !== 'not_set_up' || customerId === null) return recipient;
  const [customer] = await tx.db.select().from(customers).where(eq(customers.id, customerId));
  if (customer?.email) return customer.email;
  throw new RefusedError('VirtFusion gives no mail address of this customer: write one there first.');
}
