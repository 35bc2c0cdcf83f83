import { sql } from 'drizzle-orm';
import { encodeFacts, type FactsOf, type NoticeEvent } from '#shared/notices/events.ts';
import type { Context } from '../../context.ts';
import { enqueueSpreading } from '../../jobs/enqueue.ts';

/** What somebody is to be told. */
export type Notice<Event extends NoticeEvent = NoticeEvent> = {
  [E in Event]: {
    event: E;
    /** Whom it is about, and who is told where the event is for customers; null where it is about nobody. */
    customerId: number | null;
    /** Says why, once and for all: 'topup:PAY-1'. A second message under the same key is not put in. */
    key: string;
    facts: FactsOf<E>;
  };
}[Event];

/**
 * Puts one message into the outbox, in the caller's transaction: it is sent when that commits, and only then. Said
 * again under the same key, nothing happens. Who gets it by which way is settled afterwards, by a job.
 * @throws Error outside a transaction; ZodError naming a fact that does not fit its event
 */
export function notify(tx: Context, notice: Notice): Promise<void> {
  return notifyAll(tx, [notice]);
}

/** Puts a set of messages into the outbox in one statement, and their jobs in another. Keys may repeat. */
export async function notifyAll(tx: Context, wanted: readonly Notice[]): Promise<void> {
  if (wanted.length === 0) return;
  if (!tx.inTransaction) throw new Error('A message belongs to the transaction of what it tells');
  const column = <T>(pick: (notice: Notice) => T) => sql.param(wanted.map(pick));
  const { rows } = await tx.db.execute<{ id: string }>(sql`
    INSERT INTO notices (key, event, customer_id, facts, created_at)
    SELECT key, event, customer_id, facts::jsonb, ${tx.clock.now().toISOString()}::timestamptz
    FROM unnest(${column((n) => n.key)}::text[], ${column((n) => n.event)}::text[],
      ${column((n) => n.customerId)}::int[], ${column((n) => JSON.stringify(encodeFacts(n.event, n.facts)))}::text[])
      AS wanted(key, event, customer_id, facts)
    ON CONFLICT (key) DO NOTHING
    RETURNING id`);
  await enqueueSpreading(
    tx,
    rows.map(({ id }) => Number(id)),
  );
}
