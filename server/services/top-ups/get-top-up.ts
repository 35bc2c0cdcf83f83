import { desc, eq, sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { paypalEvents, topUpClaims } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { findTransactions } from '../ledger/transaction-rows.ts';
import { findTopUp } from './top-up-rows.ts';

/** Of what belongs to one top-up, the latest: more than PayPal ever tells of one. */
const MOST_ROWS = 200;

/** A top-up with all that became of it. @throws NotFoundError */
export async function getTopUp(
  ctx: Context,
  { id }: InputOf<typeof api.topUps.get>,
): Promise<OutputOf<typeof api.topUps.get>> {
  const topUp = await findTopUp(ctx, id);
  const movements = await findTransactions(ctx, {
    where: sql`t.id IN (SELECT transaction_id FROM top_up_movements WHERE top_up_id = ${topUp.id})`,
    order: sql`t.id`,
    limit: MOST_ROWS,
  });
  const claims = await ctx.db
    .select()
    .from(topUpClaims)
    .where(eq(topUpClaims.topUpId, topUp.id))
    .orderBy(topUpClaims.createdAt, topUpClaims.paypalId)
    .limit(MOST_ROWS);
  const events = await ctx.db
    .select()
    .from(paypalEvents)
    .where(eq(paypalEvents.topUpId, topUp.id))
    .orderBy(desc(paypalEvents.receivedAt), paypalEvents.id)
    .limit(MOST_ROWS);
  return {
    ...topUp,
    movements: movements.map(({ walletVersion: _version, ...movement }) => movement),
    claims: claims.map(({ kind, paypalId, amountMicros: amount, state, reason, updatedAt }) => ({
      ...{ kind, paypalId, amount, state, reason, updatedAt },
    })),
    events: events.map(({ id: eventId, eventType, receivedAt, handledAt, outcome }) => ({
      ...{ id: eventId, eventType, receivedAt, handledAt, outcome },
    })),
  };
}
