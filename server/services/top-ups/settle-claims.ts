import { eq } from 'drizzle-orm';
import { topUpClaims, topUps } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { PAYPAL_CLEARING } from '../ledger/accounts.ts';
import { findAccount } from '../ledger/find-account.ts';
import { moveForTopUp } from './move-for-top-up.ts';
import { takenBack } from './taken-back.ts';
import type { TopUpRow } from './top-up-rows.ts';

/** Most refunds and disputes of one payment: PayPal has a limit far below. */
const MOST_CLAIMS = 1000;

/**
 * Posts the difference between what refunds and disputes have taken by now and what was taken before: nothing where
 * there is none. The top-up is locked and captured.
 */
export async function settleClaims(tx: Context, topUp: TopUpRow): Promise<void> {
  const claims = await tx.db
    .select()
    .from(topUpClaims)
    .where(eq(topUpClaims.topUpId, topUp.id))
    .orderBy(topUpClaims.updatedAt, topUpClaims.paypalId)
    .limit(MOST_CLAIMS);
  const latest = claims.at(-1);
  if (!latest) return;
  const taken = takenBack(
    topUp.amountMicros,
    claims.map(({ kind, state, amountMicros }) => ({ kind, state, amount: amountMicros })),
  );
  const change = taken - topUp.takenBackMicros;
  if (change === 0n) return;
  await moveForTopUp(tx, topUp, {
    direction: change > 0n ? 'out' : 'in',
    amount: change > 0n ? change : -change,
    kind: latest.kind,
    reason: reasonOf(latest),
    clearing: await findAccount(tx, PAYPAL_CLEARING),
  });
  await tx.db
    .update(topUps)
    .set({ takenBackMicros: taken, updatedAt: tx.clock.now() })
    .where(eq(topUps.id, topUp.id));
}

function reasonOf({ kind, paypalId, state }: typeof topUpClaims.$inferSelect): string {
  if (kind === 'refund') return `PayPal refund ${paypalId}`;
  return {
    open: 'PayPal dispute opened',
    won: 'PayPal dispute won',
    lost: 'PayPal dispute lost',
    done: 'PayPal dispute',
  }[state].concat(` ${paypalId}`);
}
