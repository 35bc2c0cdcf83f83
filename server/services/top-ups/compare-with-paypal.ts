import { and, desc, eq, gte, isNotNull, isNull } from 'drizzle-orm';
import { topUps } from '#shared/schema/index.ts';
import type { Context, PayPalAccount } from '../../context.ts';
import type { PayPalOrder } from '../../integrations/paypal/client.ts';
import type { Difference } from '../ledger/find-differences.ts';
import { inParallel } from '../uptime/in-parallel.ts';
import { asking } from './asking.ts';
import { judgeOrder } from './judge-order.ts';
import type { TopUpRow } from './top-up-rows.ts';

/** Payments that moved within so many days are asked about: those before were proved by the days before. */
const DAYS_ASKED = 7;
/** Orders asked about at most, the newest first, and how many at a time: PayPal publishes no limit, and has one. */
const MOST_ASKED = 500;
const AT_ONCE = 4;

export interface PayPalComparison {
  asked: number;
  differences: Difference[];
  /** Why not everything could be compared, in a sentence; null when it was. */
  problem: string | null;
}

/**
 * Asks PayPal about each payment of the last days: what we credited it has captured, in that amount and under that
 * name, and what we did not credit it has not. Payments of the other PayPal (sandbox, live) are not asked about, nor
 * those that are open: their job asks, and credits.
 * @throws AppError 'paypal_failed'
 */
export async function compareWithPayPal(
  ctx: Context,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<PayPalComparison> {
  const { account } = await ctx.paypal();
  const wanted = await findWanted(ctx, account);
  if (!account) {
    const problem = 'PayPal is not connected: what it captured could not be compared.';
    return { asked: 0, differences: [], problem: wanted.length === 0 ? null : problem };
  }
  const newest = wanted.slice(0, MOST_ASKED);
  const differences: Difference[] = [];
  await inParallel(newest, { atOnce: AT_ONCE, mayStart: () => !signal?.aborted }, async (topUp) => {
    const order = await asking(account.client.order(topUp.orderId));
    const difference = compare(topUp, order);
    if (difference) differences.push(difference);
  });
  return { asked: newest.length, differences, problem: problemOf(wanted.length, signal) };
}

function problemOf(wanted: number, signal: AbortSignal | undefined): string | null {
  if (signal?.aborted) return 'It was stopped before PayPal had been asked about every payment.';
  if (wanted <= MOST_ASKED) return null;
  return `More than ${MOST_ASKED} payments moved within ${DAYS_ASKED} days: PayPal was asked about the newest.`;
}

type Ordered = TopUpRow & { orderId: string };

async function findWanted(ctx: Context, account: PayPalAccount | null): Promise<Ordered[]> {
  const since = new Date(ctx.clock.now().getTime() - DAYS_ASKED * 86_400_000);
  const rows = await ctx.db
    .select()
    .from(topUps)
    .where(
      and(
        gte(topUps.updatedAt, since),
        isNotNull(topUps.orderId),
        isNull(topUps.settledAt),
        account ? eq(topUps.mode, account.mode) : undefined,
      ),
    )
    .orderBy(desc(topUps.id))
    .limit(MOST_ASKED + 1);
  return rows.flatMap((row) => (row.orderId === null ? [] : [{ ...row, orderId: row.orderId }]));
}

/** Pure: what PayPal says against what we wrote down; null where they agree. */
function compare(topUp: Ordered, order: PayPalOrder | null): Difference | null {
  const subject = `top-up ${topUp.id}, PayPal order ${topUp.orderId}`;
  const verdict = judgeOrder(topUp, order, topUp.currency);
  const found = verdict.kind === 'credit' ? `captured as ${verdict.captureId}` : wordsOf(verdict, order);
  if (topUp.status === 'captured') {
    const agrees = verdict.kind === 'credit' && verdict.captureId === topUp.captureId;
    return agrees ? null : { subject, expected: `captured as ${topUp.captureId}`, found };
  }
  const isClosed = topUp.status === 'refused' || topUp.status === 'expired';
  const isPaid = verdict.kind === 'credit' || verdict.kind === 'unclear';
  return isClosed && isPaid ? { subject, expected: `nothing paid, as it is ${topUp.status}`, found } : null;
}

function wordsOf(verdict: ReturnType<typeof judgeOrder>, order: PayPalOrder | null): string {
  if (!order) return 'no such order at PayPal';
  if (verdict.kind !== 'unclear') return `an order that is ${order.status}`;
  return verdict.captured === null ? verdict.problem : `${verdict.captured}: ${verdict.problem}`;
}
