import { and, eq, ne } from 'drizzle-orm';
import { topUps } from '#shared/schema/index.ts';
import type { Context, PayPalAccount } from '../../context.ts';
import { PayPalError, type PayPalOrder } from '../../integrations/paypal/client.ts';
import { readBillingSettings } from '../settings/get-billing-settings.ts';
import { accountOf } from './account-of.ts';
import { asking } from './asking.ts';
import { judgeOrder, type Verdict } from './judge-order.ts';
import { settleVerdict } from './settle-verdict.ts';
import { readTopUp, type TopUpRow } from './top-up-rows.ts';

/**
 * Asks PayPal what became of a top-up, takes the money where the buyer approved it, and credits the wallet: once,
 * whoever comes first, the page the buyer came back to, a notification or the job that asks. What PayPal captured
 * counts, whatever we thought of the top-up before.
 * @throws RefusedError while its PayPal is not connected; AppError 'paypal_failed' when nothing is known
 */
export async function completeTopUp(ctx: Context, { topUpId }: { topUpId: number }): Promise<TopUpRow> {
  const topUp = await readTopUp(ctx, topUpId);
  const { orderId, status, settledAt } = topUp;
  if (status === 'captured' || settledAt !== null || orderId === null) return topUp;
  const account = await accountOf(ctx, topUp);
  const { currency } = (await readBillingSettings(ctx)).row;
  const judge = (order: PayPalOrder | null) => judgeOrder(topUp, order, currency);
  const seen = judge(await asking(account.client.order(orderId)));
  if (seen.kind !== 'capture') return settleVerdict(ctx, topUpId, seen);
  // Written down before the money is asked for: a process that dies now leaves a question to ask, not a mystery.
  await ctx.db
    .update(topUps)
    .set({ status: 'approved', updatedAt: ctx.clock.now() })
    .where(and(eq(topUps.id, topUpId), ne(topUps.status, 'captured')));
  return settleVerdict(ctx, topUpId, await capture(account, { orderId, judge }));
}

async function capture(
  { client }: PayPalAccount,
  { orderId, judge }: { orderId: string; judge: (order: PayPalOrder | null) => Verdict },
): Promise<Verdict> {
  try {
    return judge(await client.capture(orderId, `${orderId}-capture`));
  } catch (error) {
    if (!(error instanceof PayPalError)) throw error;
    if (error.outcome === 'refused' && isBuyersToMend(error)) {
      return {
        kind: 'wait',
        status: 'sent',
        problem: 'PayPal declined the way of paying. The buyer may try another.',
      };
    }
    // The reply may be lost and the money taken, or another of us was first: only the order itself tells.
    const verdict = judge(await asking(client.order(orderId)));
    if (verdict.kind !== 'capture') return verdict;
    await asking(Promise.reject(error));
    throw error;
  }
}

/** PayPal's words for a payer who has to choose again ("Handle funding failures"). */
function isBuyersToMend({ issue }: PayPalError): boolean {
  return issue === 'INSTRUMENT_DECLINED' || issue === 'PAYER_ACTION_REQUIRED';
}
