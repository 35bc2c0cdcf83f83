import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseMoney } from '#shared/billing/money.ts';
import { listAlerts } from '../../services/alerts/list-alerts.ts';
import { reconcileLedger } from '../../services/reconcile/reconcile-ledger.ts';
import { completeTopUp } from '../../services/top-ups/complete-top-up.ts';
import { getTopUp } from '../../services/top-ups/get-top-up.ts';
import { type PayingWorld, payingWorld } from '../paying-world.ts';
import { people } from '../people.ts';

const { ada } = people;
const TEN = parseMoney('10.00');
let world: PayingWorld;

beforeAll(async () => {
  world = await payingWorld();
});
afterAll(async () => {
  expect((await reconcileLedger(world.ctx)).differences).toEqual([]);
  await world.close();
});

/** A captured top-up of ten; what is taken of it is its own, whatever the wallet holds besides. */
async function paid() {
  const { topUpId, orderId } = await world.approved({ customerId: ada.id, amount: TEN });
  await completeTopUp(world.ctx, { topUpId });
  const { shop } = world.emulator;
  const captureId = shop.orders.get(orderId)?.capture?.id ?? '';
  const before = { wallet: await world.balanceOf(ada.id), clearing: await world.clearing() };
  return {
    ...{ topUpId, captureId, shop },
    /** What the wallet lost since it was paid; PayPal's clearing account gained as much. */
    lost: async () => {
      const lost = before.wallet - (await world.balanceOf(ada.id));
      expect((await world.clearing()) - before.clearing).toBe(lost);
      return lost;
    },
    told: () => getTopUp(world.ctx, { id: topUpId }),
    disputed: async () =>
      (await listAlerts(world.ctx, { open: 'yes', limit: 200, kind: 'topup_disputed' })).rows.some(
        ({ subject }) => subject === `topup:${topUpId}`,
      ),
  };
}

/** PayPal does something, and tells of it. */
async function heard(work: () => unknown): Promise<void> {
  const { events } = world.emulator.shop;
  const before = events.length;
  work();
  await world.hear(events.slice(before));
}

test('a refund is taken out of the wallet, part by part, each linked to its top-up', async () => {
  const { captureId, shop, lost, told, topUpId } = await paid();
  await heard(() => shop.refund(captureId, '4.00'));
  expect(await lost()).toBe(parseMoney('4.00'));
  await heard(() => shop.refund(captureId));
  expect(await lost()).toBe(TEN);
  const { movements, claims, takenBack } = await told();
  expect(movements.map(({ kind, walletChange }) => [kind, walletChange])).toEqual([
    ['topup', TEN],
    ['refund', -parseMoney('4.00')],
    ['refund', -parseMoney('6.00')],
  ]);
  expect(movements.every((movement) => movement.topUpId === topUpId)).toBe(true);
  expect(claims).toHaveLength(2);
  expect(takenBack).toBe(TEN);
});

test('the same refund told ten times is taken once', async () => {
  const { captureId, shop, lost } = await paid();
  await heard(() => shop.refund(captureId, '3.00'));
  const event = shop.events.at(-1);
  if (!event) throw new Error('A refund is told');
  for (let copy = 0; copy < 9; copy += 1) {
    const again = { ...event, id: `${event.id}-${copy}` };
    await world.hear([{ ...again, body: event.body.replace(event.id, again.id) }]);
  }
  expect(await lost()).toBe(parseMoney('3.00'));
});

test('a dispute takes its amount while it is open, and gives it back when it is won', async () => {
  const { captureId, shop, lost, disputed } = await paid();
  let id = '';
  await heard(() => {
    id = shop.dispute(captureId).id;
  });
  expect([await lost(), await disputed()]).toEqual([TEN, true]);
  await heard(() => shop.resolveDispute(id, 'RESOLVED_SELLER_FAVOUR'));
  expect([await lost(), await disputed()]).toEqual([0n, false]);
});

test('a dispute that is lost is taken once, though PayPal tells of the same money as a reversal', async () => {
  const { captureId, shop, lost, disputed, told } = await paid();
  let id = '';
  await heard(() => {
    id = shop.dispute(captureId).id;
  });
  await heard(() => shop.refund(captureId, undefined, 'REVERSED'));
  await heard(() => shop.resolveDispute(id, 'RESOLVED_BUYER_FAVOUR'));
  expect([await lost(), await disputed()]).toEqual([TEN, false]);
  expect((await told()).movements.map(({ kind }) => kind)).toEqual(['topup', 'dispute']);
});

test('old news of a dispute does not undo its end', async () => {
  const { captureId, shop, lost } = await paid();
  const { id } = shop.dispute(captureId);
  const opened = shop.events.slice(-1);
  await heard(() => shop.resolveDispute(id, 'RESOLVED_SELLER_FAVOUR'));
  await world.hear(opened);
  expect(await lost()).toBe(0n);
});

test('a refund that is heard of before the payment leaves nothing in the wallet', async () => {
  const { topUpId, orderId } = await world.approved({ customerId: ada.id, amount: TEN });
  const before = await world.balanceOf(ada.id);
  const { shop } = world.emulator;
  const captureId = shop.capture(orderId).capture?.id ?? '';
  await heard(() => shop.refund(captureId));
  await completeTopUp(world.ctx, { topUpId });
  expect((await world.balanceOf(ada.id)) - before).toBe(0n);
  expect((await getTopUp(world.ctx, { id: topUpId })).movements).toHaveLength(2);
});

test('a refund in a form nobody knows is not tried for ever: an admin is told', async () => {
  const { captureId, shop, lost } = await paid();
  shop.refund(captureId, '2.00');
  const event = shop.events.at(-1);
  if (!event) throw new Error('A refund is told');
  await world.hear([{ ...event, body: event.body.replaceAll('"amount"', '"sum"') }]);
  expect(await lost()).toBe(0n);
  const { rows } = await listAlerts(world.ctx, { open: 'yes', limit: 200, kind: 'claim_unclear' });
  expect(rows.map(({ subject }) => subject)).toContain(`paypal:${event.id}`);
});

test('a refund in another currency moves nothing, and an admin is told', async () => {
  const { captureId, shop, lost, topUpId } = await paid();
  shop.refund(captureId, '2.00');
  const event = shop.events.at(-1);
  if (!event) throw new Error('A refund is told');
  await world.hear([{ ...event, body: event.body.replaceAll('"USD"', '"EUR"') }]);
  expect(await lost()).toBe(0n);
  const { rows } = await listAlerts(world.ctx, { open: 'yes', limit: 200, kind: 'claim_unclear' });
  expect(rows.map(({ subject }) => subject)).toContain(`topup:${topUpId}`);
});
