import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { api } from '#shared/api/index.ts';
import { can } from '#shared/auth/roles.ts';
import { parseMoney } from '#shared/billing/money.ts';
import type { Actor } from '../../context.ts';
import { everyPage } from '../../testing/every-page.ts';
import { type PayingWorld, payingWorld } from '../../testing/paying-world.ts';
import { people } from '../../testing/people.ts';
import { testContext } from '../../testing/test-context.ts';
import { topUpOwnWallet } from '../account/top-up-own-wallet.ts';
import { listAudit } from '../audit/list-audit.ts';
import { completePayment } from './complete-payment.ts';
import { completeTopUp } from './complete-top-up.ts';
import { listTopUps } from './list-top-ups.ts';
import { payPayment } from './pay-payment.ts';
import { readPayment } from './read-payment.ts';
import { settleTopUp } from './settle-top-up.ts';
import { settleVerdict } from './settle-verdict.ts';
import { startTopUp } from './start-top-up.ts';

const { ada } = people;
const origin = 'https://host.example';
let world: PayingWorld;
beforeAll(async () => {
  world = await payingWorld();
});
afterAll(() => world.close());

const start = (idempotencyKey: string, amount = '10.00') =>
  startTopUp(world.ctx, { id: ada.id, amount: parseMoney(amount), idempotencyKey });

test('a top-up is stored before PayPal hears of it, and its link leads there and back', async () => {
  const { topUp } = await start('the-whole-way');
  expect(topUp).toMatchObject({
    status: 'created',
    currency: 'USD',
    mode: 'emulated',
    requestedBy: 'admin:3',
  });
  expect(world.emulator.shop.orders.size).toBe(0);
  const { key } = topUp;
  const { approveUrl } = await payPayment(world.ctx, { key }, { origin });
  expect(await payPayment(world.ctx, { key }, { origin })).toEqual({ approveUrl });
  expect(world.emulator.shop.orders.size).toBe(1);
  const back = await fetch(approveUrl, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({
      token: new URL(approveUrl).searchParams.get('token') ?? '',
      answer: 'approve',
    }),
  });
  expect(back.headers.get('location')).toMatch(`${origin}/pay/${key}?back=approved&token=`);
  expect(await completePayment(world.ctx, { key })).toMatchObject({ status: 'captured', waiting: false });
  await expect(payPayment(world.ctx, { key }, { origin })).rejects.toMatchObject({ code: 'refused' });
});

test('PayPal sends buyers back to PUBLIC_URL, never to a host that a request named', async () => {
  const evil = { origin: 'https://evil.example' };
  const real = async () => ({ ...(await world.ctx.paypal()), source: 'settings' as const });
  const pay = async (key: string, publicUrl: string | undefined, door: { origin: string }) =>
    payPayment({ ...world.ctx, paypal: real, env: { ...world.ctx.env, publicUrl } }, { key }, door);
  const backOf = (approveUrl: string) => {
    const order = world.emulator.shop.orders.get(new URL(approveUrl).searchParams.get('token') ?? '');
    return JSON.stringify(order);
  };
  const { key } = (await start('with-a-named-host')).topUp;
  await expect(pay(key, undefined, evil)).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringMatching(/PUBLIC_URL/),
  });
  const { approveUrl } = await pay(key, 'https://billing.host.example', evil);
  expect(backOf(approveUrl)).toContain(`https://billing.host.example/pay/${key}?back=approved`);
  expect(backOf(approveUrl)).not.toContain('evil.example');
  const here = (await start('on-this-machine')).topUp.key;
  const tried = await pay(here, undefined, { origin: 'http://localhost:3000' });
  expect(backOf(tried.approveUrl)).toContain(`http://localhost:3000/pay/${here}`);
});

test('a customer pays in by their own link, into no wallet but their own, once', async () => {
  const actor: Actor = {
    kind: 'customer',
    customerId: ada.id,
    ...{ linkId: 1, name: 'ada', address: null, requestId: null },
  };
  const wish = { amount: parseMoney('10.00'), idempotencyKey: 'by-own-link' };
  const { key } = await topUpOwnWallet({ ...world.ctx, actor }, wish);
  expect(await topUpOwnWallet({ ...world.ctx, actor }, wish)).toEqual({ key });
  const { rows } = await listTopUps(world.ctx, { customerId: ada.id, limit: 100 });
  expect(rows.filter((row) => row.key === key)).toMatchObject([{ customerId: ada.id, status: 'created' }]);
  await expect(topUpOwnWallet(world.ctx, wish)).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('what was paid in is told to the customer once', async () => {
  const { topUp } = await start('told-once');
  await payPayment(world.ctx, { key: topUp.key }, { origin });
  for (let times = 0; times < 2; times++)
    await settleVerdict(world.ctx, topUp.id, { kind: 'credit', captureId: 'CAPTURE-TOLD' });
  const { rows } = await world.ctx.db.execute(
    sql`SELECT event, customer_id, facts FROM notices WHERE facts ->> 'reference' = 'CAPTURE-TOLD'`,
  );
  expect(rows).toMatchObject([{ event: 'topup.completed', customer_id: ada.id }]);
});

test('it is audited', async () => {
  const { topUp } = await start('audited-one');
  const { rows } = await listAudit(world.ctx, { subject: `topup:${topUp.id}`, limit: 5 });
  expect(rows).toMatchObject([
    { action: 'topup.started', after: { amountMicros: '10000000', mode: 'emulated' } },
  ]);
});

test('a viewer may not', () => {
  expect(can('viewer', api.topUps.start.access as 'wallets.adjust')).toBe(false);
});

test('a repeat is the same top-up, and the same key with another amount is refused', async () => {
  const first = await start('said-twice');
  const again = await start('said-twice');
  expect([first.repeated, again.repeated, again.topUp.id]).toEqual([false, true, first.topUp.id]);
  await expect(start('said-twice', '11.00')).rejects.toMatchObject({ code: 'conflict' });
});

test.each`
  amount      | because
  ${'4.99'}   | ${'below the smallest'}
  ${'500.01'} | ${'above the largest'}
  ${'10.005'} | ${'half a cent'}
`('$amount is refused under its field: $because', async ({ amount }) => {
  await expect(start(`refused-${amount}`, amount)).rejects.toMatchObject({ fields: [{ path: 'amount' }] });
});

test('without a PayPal, or a customer, nothing is started', async () => {
  const bare = await testContext();
  const wish = { id: 404, amount: parseMoney('10.00'), idempotencyKey: 'nobody-there' };
  await expect(startTopUp(bare.ctx, wish)).rejects.toMatchObject({ code: 'refused' });
  await bare.close();
  await expect(startTopUp(world.ctx, wish)).rejects.toMatchObject({ code: 'not_found' });
});

test('a lost reply to the order is asked for again, and is the same order', async () => {
  const { topUp } = await start('lost-order');
  const before = world.emulator.shop.orders.size;
  const pay = () => payPayment(world.ctx, { key: topUp.key }, { origin });
  world.emulator.faults.add({ kind: 'drop-after', route: 'POST /v2/checkout/orders', times: 3 });
  await expect(pay()).rejects.toMatchObject({ code: 'paypal_failed' });
  const { approveUrl } = await pay();
  expect(world.emulator.shop.orders.size).toBe(before + 1);
  expect([...world.emulator.shop.orders.keys()]).toContain(new URL(approveUrl).searchParams.get('token'));
});

test('an order that PayPal has forgotten is made anew by the same link, and paid once', async () => {
  const { topUp } = await start('come-back-later');
  const pay = async () => {
    const { approveUrl } = await payPayment(world.ctx, { key: topUp.key }, { origin });
    return new URL(approveUrl).searchParams.get('token') ?? '';
  };
  const first = await pay();
  const now = world.clock.now();
  world.emulator.shop.forget(first);
  expect(await pay()).toBe(first); // it may only be too new for all of PayPal to know
  world.clock.advance(4 * 3_600_000);
  const second = await pay();
  expect(second).not.toBe(first);
  world.emulator.shop.approve(second);
  await expect(pay()).rejects.toMatchObject({ code: 'refused' });
  await completeTopUp(world.ctx, { topUpId: topUp.id });
  expect(await readPayment(world.ctx, { key: topUp.key })).toMatchObject({ status: 'captured' });
  world.clock.set(now);
});

test('an approval that lapsed while PayPal could not be reached is given anew', async () => {
  const { topUpId, orderId } = await world.approved({ customerId: ada.id, amount: parseMoney('10.00') });
  const now = world.clock.now();
  world.emulator.faults.add({ kind: 'error', route: 'POST /v2/checkout/orders/:id/capture', times: 3 });
  await expect(completeTopUp(world.ctx, { topUpId })).rejects.toMatchObject({ code: 'paypal_failed' });
  world.emulator.shop.forget(orderId);
  world.clock.advance(3 * 3_600_000);
  expect(await completeTopUp(world.ctx, { topUpId })).toMatchObject({ status: 'sent' });
  world.clock.set(now);
});

test('a link that is over is not paid', async () => {
  const { topUp } = await start('too-late');
  const now = world.clock.now();
  world.clock.set(topUp.expiresAt);
  await expect(payPayment(world.ctx, { key: topUp.key }, { origin })).rejects.toMatchObject({
    code: 'refused',
  });
  world.clock.set(now);
});

test('a link nobody was given finds nothing, and does not repeat it', async () => {
  const key = '00000000-0000-4000-8000-000000000000';
  const error = await readPayment(world.ctx, { key }).catch((thrown: Error) => thrown);
  expect(error).toMatchObject({ code: 'not_found' });
  expect(JSON.stringify(error)).not.toContain(key);
});

test('an unclear top-up is settled by hand once, with a reason; it is audited, and its alert is over', async () => {
  const { topUpId } = await world.approved({ customerId: ada.id, amount: parseMoney('10.00') });
  world.emulator.faults.add({ kind: 'wrong-amount', route: 'POST /v2/checkout/orders/:id/capture' });
  await completeTopUp(world.ctx, { topUpId });
  const settle = (reason: string) => settleTopUp(world.ctx, { id: topUpId, reason });
  expect(await settle('credited by hand')).toMatchObject({ settled: { reason: 'credited by hand' } });
  expect(await settle('credited by hand')).toMatchObject({ status: 'unclear' });
  await expect(settle('something else')).rejects.toMatchObject({ code: 'conflict' });
  const { rows } = await listAudit(world.ctx, { subject: `topup:${topUpId}`, limit: 5 });
  expect(rows.map(({ action }) => action)).toEqual(['topup.settled', 'topup.started']);
});

test('what was settled by hand is not credited once more, should PayPal pay it after all', async () => {
  const { topUpId, orderId } = await world.approved({ customerId: ada.id, amount: parseMoney('10.00') });
  world.emulator.faults.add({ kind: 'pending', route: 'POST /v2/checkout/orders/:id/capture' });
  await completeTopUp(world.ctx, { topUpId });
  const problem = 'PayPal has not decided about it for a month.';
  await settleVerdict(world.ctx, topUpId, { kind: 'unclear', problem, captured: null });
  await settleTopUp(world.ctx, { id: topUpId, reason: 'credited by hand' });
  const before = await world.balanceOf(ada.id);
  world.emulator.shop.settle(world.emulator.shop.orders.get(orderId)?.capture?.id ?? '', 'COMPLETED');
  await world.hear(world.emulator.shop.events.slice(-1));
  expect(await world.balanceOf(ada.id)).toBe(before);
});

test('they are listed newest first, by customer and state, page by page', async () => {
  const pages = await everyPage((cursor) => listTopUps(world.ctx, { customerId: ada.id, cursor, limit: 2 }));
  const ids = pages.flatMap(({ rows }) => rows.map(({ id }) => id));
  expect(ids).toEqual([...new Set(ids)].sort((one, other) => other - one));
  const { rows } = await listTopUps(world.ctx, { status: 'unclear', limit: 50 });
  expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['unclear']));
});
