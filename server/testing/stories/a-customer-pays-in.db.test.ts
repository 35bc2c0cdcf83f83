import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseMoney } from '#shared/billing/money.ts';
import { listAlerts } from '../../services/alerts/list-alerts.ts';
import { reconcileLedger } from '../../services/reconcile/reconcile-ledger.ts';
import { askPayPal } from '../../services/top-ups/ask-paypal.ts';
import { completeTopUp } from '../../services/top-ups/complete-top-up.ts';
import { getTopUp } from '../../services/top-ups/get-top-up.ts';
import { type PayingWorld, payingWorld } from '../paying-world.ts';
import { people } from '../people.ts';

const { ada, bram } = people;
const CAPTURE = 'POST /v2/checkout/orders/:id/capture';
const TEN = parseMoney('10.00');
let world: PayingWorld;

beforeAll(async () => {
  world = await payingWorld({ maxConnections: 30 });
});
afterAll(async () => {
  expect((await reconcileLedger(world.ctx)).differences).toEqual([]);
  await world.close();
});

/** How much a wallet gains while something happens. */
async function gained(customerId: number, work: () => Promise<unknown>): Promise<bigint> {
  const before = await world.balanceOf(customerId);
  await work();
  return (await world.balanceOf(customerId)) - before;
}
const complete = (topUpId: number) => completeTopUp(world.ctx, { topUpId });
const alertsOf = async (subject: string) =>
  (await listAlerts(world.ctx, { open: 'yes', limit: 200 })).rows.filter(
    (alert) => alert.subject === subject,
  );

test('a top-up that is completed twice is captured and credited once', async () => {
  const { topUpId, orderId } = await world.approved({ customerId: ada.id, amount: TEN });
  expect(await gained(ada.id, () => complete(topUpId))).toBe(TEN);
  expect(await gained(ada.id, () => complete(topUpId))).toBe(0n);
  expect(() => world.emulator.shop.capture(orderId)).toThrow('ORDER_ALREADY_CAPTURED');
  const told = await getTopUp(world.ctx, { id: topUpId });
  expect(told).toMatchObject({ status: 'captured', problem: null, takenBack: 0n });
  expect(told.movements).toMatchObject([
    { kind: 'topup', from: 'paypal:clearing', to: 'wallet:11', amount: TEN, topUpId },
  ]);
});

test('ten notifications of one payment are one event and one credit', async () => {
  const { topUpId, orderId } = await world.approved({ customerId: bram.id, amount: TEN });
  world.emulator.shop.capture(orderId);
  const event = world.emulator.shop.events.at(-1);
  if (!event) throw new Error('A capture is told');
  expect(await gained(bram.id, () => world.hear(Array.from({ length: 10 }, () => event)))).toBe(TEN);
  const told = await getTopUp(world.ctx, { id: topUpId });
  expect(told.events.map(({ id, outcome }) => [id, outcome])).toEqual([[event.id, 'top-up is captured']]);
});

test('a notification that comes before the buyer is back credits; the buyer finds it done', async () => {
  const { topUpId } = await world.approved({ customerId: ada.id, amount: TEN });
  const approval = world.emulator.shop.events.slice(-1);
  expect(await gained(ada.id, () => world.hear(approval))).toBe(TEN);
  expect(await gained(ada.id, () => complete(topUpId))).toBe(0n);
});

test('fifty who complete at once credit once', async () => {
  const { topUpId } = await world.approved({ customerId: bram.id, amount: TEN });
  const all = () => Promise.all(Array.from({ length: 50 }, () => complete(topUpId)));
  expect(await gained(bram.id, all)).toBe(TEN);
  expect((await getTopUp(world.ctx, { id: topUpId })).movements).toHaveLength(1);
});

test.each`
  kind             | says
  ${'drop-after'}  | ${'the reply is lost after the money was taken'}
  ${'error-after'} | ${'PayPal fails after it took the money'}
`('a capture of which $says is credited, once', async ({ kind }) => {
  const { topUpId } = await world.approved({ customerId: ada.id, amount: TEN });
  // As often as it is tried: only the order itself tells then.
  world.emulator.faults.add({ kind, route: CAPTURE, times: 3 });
  expect(await gained(ada.id, () => complete(topUpId))).toBe(TEN);
});

test('while PayPal answers nothing, nothing is known; once it does, what was paid is credited', async () => {
  const { topUpId } = await world.approved({ customerId: ada.id, amount: TEN });
  world.emulator.faults.add({ kind: 'error', times: 100 });
  await expect(complete(topUpId)).rejects.toMatchObject({ code: 'paypal_failed' });
  world.emulator.faults.clear();
  expect(await gained(ada.id, () => complete(topUpId))).toBe(TEN);
});

test('a browser that was closed on the way back is made up for by the job', async () => {
  const { topUpId } = await world.approved({ customerId: bram.id, amount: TEN });
  const { rows } = await world.ctx.db.execute<{ minutes: number }>(sql`
    SELECT round(extract(epoch FROM run_at - ${world.clock.now().toISOString()}::timestamptz) / 60)::int AS minutes
    FROM graphile_worker.jobs WHERE key = ${`topup:${topUpId}`}`);
  expect(rows).toEqual([{ minutes: 2 }]);
  expect(await gained(bram.id, () => askPayPal(world.ctx, { topUpId }))).toBe(TEN);
});

test('a buyer who never says yes is asked about less and less, and then it is over', async () => {
  const { topUpId } = await world.sent({ customerId: bram.id, amount: TEN });
  const start = world.clock.now();
  for (let asked = 0; asked < 3; asked += 1) await askPayPal(world.ctx, { topUpId });
  expect(await getTopUp(world.ctx, { id: topUpId })).toMatchObject({ status: 'sent' });
  world.clock.advance(7 * 86_400_000);
  await askPayPal(world.ctx, { topUpId });
  world.clock.set(start);
  expect(await getTopUp(world.ctx, { id: topUpId })).toMatchObject({ status: 'expired', movements: [] });
});

test('PayPal counts more than our opinion: what is approved after its time is credited all the same', async () => {
  const { topUpId, orderId } = await world.sent({ customerId: ada.id, amount: TEN });
  await world.ctx.db.execute(sql`UPDATE top_ups SET status = 'expired' WHERE id = ${topUpId}`);
  world.emulator.shop.approve(orderId);
  expect(await gained(ada.id, () => world.hear(world.emulator.shop.events.slice(-1)))).toBe(TEN);
});

test.each`
  kind                | captured       | problem
  ${'wrong-amount'}   | ${'1.00 USD'}  | ${'another amount'}
  ${'wrong-currency'} | ${'10.00 MXN'} | ${'captured MXN'}
`('of $kind nothing is credited, and an admin is told', async ({ kind, captured, problem }) => {
  const { topUpId } = await world.approved({ customerId: ada.id, amount: TEN });
  world.emulator.faults.add({ kind, route: CAPTURE });
  expect(await gained(ada.id, () => complete(topUpId))).toBe(0n);
  const told = await getTopUp(world.ctx, { id: topUpId });
  expect(told).toMatchObject({ status: 'unclear', captured, problem: expect.stringContaining(problem) });
  expect(await alertsOf(`topup:${topUpId}`)).toMatchObject([{ kind: 'topup_unclear' }]);
});

test('money that PayPal holds back is credited when it lets it go', async () => {
  const { topUpId, orderId } = await world.approved({ customerId: bram.id, amount: TEN });
  world.emulator.faults.add({ kind: 'pending', route: CAPTURE });
  expect(await gained(bram.id, () => complete(topUpId))).toBe(0n);
  expect(await getTopUp(world.ctx, { id: topUpId })).toMatchObject({ status: 'approved' });
  const captureId = world.emulator.shop.orders.get(orderId)?.capture?.id ?? '';
  world.emulator.shop.settle(captureId, 'COMPLETED');
  expect(await gained(bram.id, () => world.hear(world.emulator.shop.events.slice(-1)))).toBe(TEN);
});

test('a card that is declined leaves the order open for another way of paying', async () => {
  const { topUpId } = await world.approved({ customerId: bram.id, amount: TEN });
  world.emulator.faults.add({ kind: 'declined', route: CAPTURE });
  expect(await gained(bram.id, () => complete(topUpId))).toBe(0n);
  expect(await getTopUp(world.ctx, { id: topUpId })).toMatchObject({ status: 'sent' });
  expect(await gained(bram.id, () => complete(topUpId))).toBe(TEN);
});

test('a token that was revoked before its time costs one more request, and nothing else', async () => {
  const { topUpId } = await world.approved({ customerId: ada.id, amount: TEN });
  const before = world.emulator.access.granted;
  world.emulator.faults.add({ kind: 'token-expired', route: CAPTURE });
  expect(await gained(ada.id, () => complete(topUpId))).toBe(TEN);
  expect(world.emulator.access.granted - before).toBe(1);
});
