import { eq } from 'drizzle-orm';
import type { Micros } from '#shared/billing/money.ts';
import { decodeFacts } from '#shared/notices/events.ts';
import type { NoticeWay } from '#shared/notices/ways.ts';
import {
  accounts,
  type DeliveryRow,
  type NoticeRow,
  noticeAttempts,
  noticeDeliveries,
  noticePauses,
  notices,
} from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { enqueueDelivery } from '../../jobs/enqueue.ts';
import { queueOf } from './queue-of.ts';
import { type Content, writeContent } from './write-content.ts';

/** A delivery in hand: its attempt is written down. */
export interface Claimed {
  delivery: DeliveryRow;
  notice: NoticeRow;
  /** Null for a webhook, which sends the facts themselves. */
  content: Content | null;
  startedAt: Date;
}

/** Ways on which a second sending of the same message is no second message: a webhook has its id. */
const repeatable: readonly NoticeWay[] = ['webhook'];

/** Takes a delivery in hand if it is due, and writes that down. Null when there is nothing to send now. */
export function claimDelivery(ctx: Context, deliveryId: number): Promise<Claimed | null> {
  return withTransaction(ctx, async (tx) => {
    const found = await lockWaiting(tx, deliveryId);
    if (!found) return null;
    const { delivery, notice } = found;
    const now = tx.clock.now();
    if (delivery.sendingSince && !repeatable.includes(delivery.way)) {
      await endAsUnclear(tx, deliveryId, delivery.sendingSince);
      return null;
    }
    if (await isNoLongerSo(tx, notice)) {
      await setAside(tx, deliveryId, {
        state: 'superseded',
        detail: 'The wallet was filled before it was sent.',
      });
      return null;
    }
    const due = await dueAt(tx, delivery);
    if (due > now) {
      await wait(tx, delivery, due);
      return null;
    }
    const content = await contentOf(tx, delivery, notice);
    const [claimed] = await tx.db
      .update(noticeDeliveries)
      .set({ sendingSince: now, attempts: delivery.attempts + 1, ...content })
      .where(eq(noticeDeliveries.id, deliveryId))
      .returning();
    if (!claimed) throw new Error('a row that is locked is there to be written');
    return { delivery: claimed, notice, content, startedAt: now };
  });
}

/** Nobody is warned of a wallet that was filled since: in quiet hours, or while a mail server was away. */
async function isNoLongerSo(tx: Context, { event, customerId, facts }: NoticeRow): Promise<boolean> {
  if (customerId === null || (event !== 'wallet.low' && event !== 'wallet.empty')) return false;
  const balance = await balanceOf(tx, customerId);
  if (event === 'wallet.empty') return balance > 0n;
  const { burnPerHour, level } = decodeFacts(event, facts);
  return balance >= burnPerHour * BigInt(level);
}

async function balanceOf(tx: Context, customerId: number): Promise<Micros> {
  const [wallet] = await tx.db
    .select({ balance: accounts.balanceMicros })
    .from(accounts)
    .where(eq(accounts.customerId, customerId));
  if (!wallet) throw new Error('Every customer has a wallet');
  return wallet.balance;
}

async function lockWaiting(tx: Context, id: number) {
  const [delivery] = await tx.db
    .select()
    .from(noticeDeliveries)
    .where(eq(noticeDeliveries.id, id))
    .for('update');
  if (delivery?.state !== 'waiting') return null;
  const [notice] = await tx.db.select().from(notices).where(eq(notices.id, delivery.noticeId));
  if (!notice) throw new Error('A delivery belongs to a message');
  return { delivery, notice };
}

/** Its own time, or the end of the pause that its way was asked for. */
async function dueAt(tx: Context, { way, nextAttemptAt }: DeliveryRow): Promise<Date> {
  const [pause] = await tx.db.select().from(noticePauses).where(eq(noticePauses.way, way));
  const own = nextAttemptAt ?? tx.clock.now();
  return pause && pause.until > own ? pause.until : own;
}

async function wait(tx: Context, delivery: DeliveryRow, until: Date): Promise<void> {
  await tx.db
    .update(noticeDeliveries)
    .set({ nextAttemptAt: until })
    .where(eq(noticeDeliveries.id, delivery.id));
  const inMs = until.getTime() - tx.clock.now().getTime();
  await enqueueDelivery(tx, { deliveryId: delivery.id, inMs, queue: queueOf(delivery) });
}

/** What was written for the first attempt is said at every later one. */
async function contentOf(tx: Context, delivery: DeliveryRow, notice: NoticeRow): Promise<Content | null> {
  const { way, subject, body, action } = delivery;
  if (way === 'webhook') return null;
  if (subject !== null && body !== null && action !== null) return { subject, body, action };
  return writeContent(tx, { notice, way });
}

const DIED = 'The process that sent it ended before it heard whether it arrived.';

/** The attempt of a process that died is an attempt: it stands in the log. */
async function endAsUnclear(tx: Context, deliveryId: number, at: Date): Promise<void> {
  await tx.db
    .insert(noticeAttempts)
    .values({ deliveryId, at, outcome: 'unclear', detail: DIED, durationMs: 0 });
  await setAside(tx, deliveryId, { state: 'unclear', detail: DIED });
}

async function setAside(
  tx: Context,
  id: number,
  end: { state: 'unclear' | 'superseded'; detail: string },
): Promise<void> {
  await tx.db
    .update(noticeDeliveries)
    .set({ ...end, doneAt: tx.clock.now(), sendingSince: null, nextAttemptAt: null })
    .where(eq(noticeDeliveries.id, id));
}
