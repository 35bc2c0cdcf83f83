import { and, eq, sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { formatMoney, type Micros } from '#shared/billing/money.ts';
import { customers, topUps } from '#shared/schema/index.ts';
import { actorKey, type Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { ConflictError, InvalidInputError, NotFoundError, RefusedError } from '../../errors.ts';
import { enqueueAskPayPal } from '../../jobs/enqueue.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { readBillingSettings } from '../settings/get-billing-settings.ts';
import { payPalAmount } from './paypal-amount.ts';
import { findTopUp, type TopUpRow } from './top-up-rows.ts';

type Wish = InputOf<typeof api.topUps.start>;

/** A link may be paid for so long. Once at PayPal, an order that nobody approves is forgotten within hours. */
const LINK_LASTS_MS = 7 * 86_400_000;

/**
 * Stores a top-up of a customer, which PayPal hears of when its link is opened. The same key of the same customer is
 * the same top-up.
 * @throws NotFoundError for the customer; InvalidInputError under 'amount'; RefusedError while PayPal is not connected;
 *   ConflictError when the key came before with another amount
 */
export async function startTopUp(ctx: Context, wish: Wish): Promise<OutputOf<typeof api.topUps.start>> {
  const { account, smallest, largest } = await ctx.paypal();
  if (!account) throw new RefusedError('PayPal is not connected. Connect it in the settings first.');
  return withTransaction(ctx, async (tx) => {
    await requireCustomer(tx, wish.id);
    const { currency } = (await readBillingSettings(tx)).row;
    requireFitting(wish.amount, { currency, smallest, largest });
    const stored = await store(tx, wish, { currency, mode: account.mode });
    if (!stored) return { topUp: await earlier(tx, wish), repeated: true };
    // The last question about it: whatever became of it until then is found out.
    await enqueueAskPayPal(tx, stored.id, stored.expiresAt);
    await recordAudit(tx, {
      action: 'topup.started',
      subject: `topup:${stored.id}`,
      before: null,
      after: { customerId: wish.id, amountMicros: wish.amount, currency, mode: account.mode },
    });
    return { topUp: await findTopUp(tx, stored.id), repeated: false };
  });
}

async function requireCustomer(tx: Context, id: number): Promise<void> {
  const [customer] = await tx.db
    .select({ id: customers.id })
    .from(customers)
    .where(eq(customers.id, sql`${id}::bigint`));
  if (!customer) throw new NotFoundError('customer', { id });
}

function requireFitting(
  amount: Micros,
  { currency, smallest, largest }: { currency: string; smallest: Micros; largest: Micros },
): void {
  if (amount < smallest || amount > largest) {
    throw new InvalidInputError(
      'amount',
      `A top-up is from ${formatMoney(smallest)} to ${formatMoney(largest)} ${currency}`,
    );
  }
  if (payPalAmount(amount, currency) === null) {
    throw new InvalidInputError(
      'amount',
      `PayPal takes no smaller parts of ${currency} than people pay with`,
    );
  }
}

/** Null when the key came before. */
async function store(
  tx: Context,
  wish: Wish,
  { currency, mode }: Pick<TopUpRow, 'currency' | 'mode'>,
): Promise<TopUpRow | null> {
  const now = tx.clock.now();
  const [row] = await tx.db
    .insert(topUps)
    .values({
      customerId: wish.id,
      amountMicros: wish.amount,
      idempotencyKey: wish.idempotencyKey,
      requestedBy: actorKey(tx.actor),
      expiresAt: new Date(now.getTime() + LINK_LASTS_MS),
      createdAt: now,
      updatedAt: now,
      ...{ currency, mode },
    })
    .onConflictDoNothing({ target: [topUps.customerId, topUps.idempotencyKey] })
    .returning();
  return row ?? null;
}

async function earlier(tx: Context, wish: Wish) {
  const [row] = await tx.db
    .select({ id: topUps.id, amount: topUps.amountMicros })
    .from(topUps)
    .where(and(eq(topUps.customerId, wish.id), eq(topUps.idempotencyKey, wish.idempotencyKey)));
  if (!row) throw new Error('What an insert collided with is there, and rows are never removed');
  if (row.amount === wish.amount) return findTopUp(tx, row.id);
  throw new ConflictError(
    'This idempotency key was used for another top-up of this customer: use a new key for a new one.',
    { topUpId: row.id },
  );
}
