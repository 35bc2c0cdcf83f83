import { sql } from 'drizzle-orm';
import { judgeLostCredit } from '#shared/billing/lost-credit.ts';
import { formatTenDecimals, parseTenDecimals, type Tokens } from '#shared/billing/tokens.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import type { VirtFusionClient } from '../../integrations/virtfusion/client.ts';
import { enqueueSends } from '../../jobs/enqueue.ts';
import { unclearCredit } from '../alerts/detectors/unclear-credit.ts';
import { raiseAlerts } from '../alerts/raise-alert.ts';
import { closeIntent } from './close-intent.ts';
import type { CreditIntent } from './intent-rows.ts';
import { nativeSpending } from './native-spending.ts';
import { type CreditReading, readCreditOf } from './read-credit-of.ts';

/**
 * After so long nothing that was sent can still be on its way: the longest wait for a turn and for a reply, twice. A
 * balance read earlier might not hold yet what arrives later.
 */
export const SETTLED_AFTER_MS = 120_000;

/**
 * Tells what became of a posting whose reply was lost, by the balance before and after. Call it under the customer's
 * lock. Where the balance does not tell, it waits for a person, with the evidence.
 * @throws VirtFusionError when the balance cannot be read: nothing is concluded from that
 */
export async function settleCredit(
  ctx: Context,
  client: Pick<VirtFusionClient, 'hourlyStats'>,
  intent: CreditIntent,
): Promise<void> {
  const lost = intent.lostAt ?? intent.sentAt;
  if (!lost || intent.balanceBefore === null)
    throw new Error(`Posting ${intent.id} is sent and does not say since when`);
  const settled = new Date(lost.getTime() + SETTLED_AFTER_MS);
  if (ctx.clock.now() < settled) return enqueueSends(ctx, [intent.id], settled);
  const after = await readCreditOf(ctx, client, intent.externalId);
  const verdict =
    after.balance === null
      ? 'unclear'
      : judgeLostCredit({
          tokens: parseTenDecimals(intent.tokens),
          before: parseTenDecimals(intent.balanceBefore),
          after: after.balance,
          native: await nativeSpending(ctx, intent, after),
        });
  await withTransaction(ctx, async (tx) => {
    await keepEvidence(tx, intent, after);
    if (verdict === 'unclear') return putBeforeAdmin(tx, intent);
    await closeIntent(tx, {
      ...{ intent, from: 'sent', to: 'resolved', outcome: verdict },
      balance: after.balance === null ? null : { tokens: after.balance, at: after.at },
    });
  });
  ctx.log.info('a lost credit reply was looked into', { intentId: intent.id, verdict });
}

async function keepEvidence(tx: Context, { id }: CreditIntent, after: CreditReading): Promise<void> {
  const text = (tokens: Tokens | null) => (tokens === null ? null : formatTenDecimals(tokens));
  await tx.db.execute(sql`
    UPDATE credit_intents SET balance_after = ${text(after.balance)}::numeric,
      native_after = ${text(after.native)}::numeric, month_after = ${after.month},
      read_after_at = ${after.at.toISOString()}::timestamptz
    WHERE id = ${id} AND state = 'sent'`);
}

async function putBeforeAdmin(tx: Context, intent: CreditIntent): Promise<void> {
  const { rowCount } = await tx.db.execute(
    sql`UPDATE credit_intents SET state = 'unclear' WHERE id = ${intent.id} AND state = 'sent'`,
  );
  const { id, customerId, amountMicros: amount, currency } = intent;
  if (rowCount === 1) await raiseAlerts(tx, unclearCredit([{ id, customerId, amount, currency }]));
}
