import { sql } from 'drizzle-orm';
import type { Micros } from '#shared/billing/money.ts';
import type { Context } from '../context.ts';
import { type PayPalEmulator, startPayPalEmulator } from '../emulators/paypal/start-paypal-emulator.ts';
import { createPayPalFinder } from '../services/paypal/find-paypal.ts';
import { handleEvent } from '../services/top-ups/handle-event.ts';
import { receiveWebhook } from '../services/top-ups/receive-webhook.ts';
import { sendTopUp } from '../services/top-ups/send-top-up.ts';
import { startTopUp } from '../services/top-ups/start-top-up.ts';
import { aCustomer } from './factories.ts';
import { actorOf, people } from './people.ts';
import { type TestContext, type TestContextOptions, testContext } from './test-context.ts';

export interface PayingWorld extends TestContext {
  emulator: PayPalEmulator;
  /** A top-up of a customer whose buyer has gone to PayPal. */
  sent(input: { customerId: number; amount: Micros }): Promise<{ topUpId: number; orderId: string }>;
  /** The same, and the buyer said yes there. */
  approved(input: { customerId: number; amount: Micros }): Promise<{ topUpId: number; orderId: string }>;
  /** What PayPal has told so far comes in, and its jobs are done; whatever comes twice, twice. */
  hear(events?: PayPalEmulator['shop']['events']): Promise<void>;
  balanceOf(customerId: number): Promise<Micros>;
  /** Of PayPal's clearing account: below nothing by what was paid in and not taken back. */
  clearing(): Promise<Micros>;
}

let keys = 0;

/** A context whose customers pay into an emulated PayPal, with ada and bram as customers; olive acts. */
export async function payingWorld(options: TestContextOptions = {}): Promise<PayingWorld> {
  let finder: ReturnType<typeof createPayPalFinder> | null = null;
  const world = await testContext({
    actor: actorOf('olive', 3),
    paypal: async () => {
      if (!finder) throw new Error('PayPal is asked for before it stands');
      return finder.paypal();
    },
    ...options,
  });
  const { ctx, clock } = world;
  const emulator = await startPayPalEmulator({ now: () => clock.now() });
  const payPal = createPayPalFinder({ ...ctx, emulated: emulator });
  finder = payPal;
  for (const { id, name } of [people.ada, people.bram]) await aCustomer(ctx, id, name);
  const sent: PayingWorld['sent'] = ({ customerId, amount }) => sendNew(ctx, { customerId, amount });
  return {
    ...world,
    emulator,
    sent,
    approved: async (input) => {
      const order = await sent(input);
      emulator.shop.approve(order.orderId);
      return order;
    },
    hear: async (events = emulator.shop.events) => {
      for (const event of events) await hearOne(ctx, emulator, event);
    },
    balanceOf: (customerId) => balanceOf(ctx, `wallet:${customerId}`),
    clearing: () => balanceOf(ctx, 'paypal:clearing'),
    close: async () => {
      await payPal.close();
      await emulator.close();
      await world.close();
    },
  };
}

async function sendNew(ctx: Context, { customerId, amount }: { customerId: number; amount: Micros }) {
  keys += 1;
  const { topUp } = await startTopUp(ctx, { id: customerId, amount, idempotencyKey: `story-${keys}-top-up` });
  const { approveUrl } = await sendTopUp(ctx, { topUpId: topUp.id, origin: 'https://host.example' });
  return { topUpId: topUp.id, orderId: new URL(approveUrl).searchParams.get('token') ?? '' };
}

async function hearOne(
  ctx: Context,
  emulator: PayPalEmulator,
  event: { id: string; type: string; body: string },
) {
  const { headers, body } = emulator.sign(event);
  await receiveWebhook(ctx, { headers, body: Buffer.from(body) });
  await handleEvent(ctx, { eventId: event.id });
}

async function balanceOf(ctx: Context, code: string): Promise<Micros> {
  const { rows } = await ctx.db.execute<{ balance: bigint }>(
    sql`SELECT balance_micros AS balance FROM accounts WHERE code = ${code}`,
  );
  return rows[0]?.balance ?? 0n;
}
