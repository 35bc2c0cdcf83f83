import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type PayPalEmulator, startPayPalEmulator } from '../../emulators/paypal/start-paypal-emulator.ts';
import { silentLog } from '../../log.ts';
import { settableClock } from '../../testing/settable-clock.ts';
import { createPayPalClient, type NewOrder, type PayPalClient } from './client.ts';

const ORDERS = 'POST /v2/checkout/orders';
const ORDER = 'GET /v2/checkout/orders/:id';
const clock = settableClock('2026-11-01T12:00:00Z');
let emulator: PayPalEmulator;
let client: PayPalClient;

beforeAll(async () => {
  emulator = await startPayPalEmulator({ now: () => clock.now() });
  client = clientWith();
});
beforeEach(() => emulator.faults.clear());
afterAll(async () => {
  await client.close();
  await emulator.close();
});

function clientWith(over: { clientSecret?: string; timeoutMs?: number } = {}): PayPalClient {
  const { url: baseUrl, clientId, clientSecret } = emulator;
  return createPayPalClient({
    ...{ baseUrl, clientId, clientSecret, reach: 'private', clock, log: silentLog },
    ...over,
  });
}

let orders = 0;
function aWish(over: Partial<NewOrder> = {}): NewOrder {
  orders += 1;
  return {
    requestId: `request-${orders}`,
    amount: { value: '12.50', currency: 'USD' },
    customId: `ours-${orders}`,
    invoiceId: `INVOICE-${orders}`,
    description: 'Prepaid balance',
    returnUrl: 'https://host.example/back',
    cancelUrl: 'https://host.example/no',
    ...over,
  };
}

test('an order is made, approved, captured and read, with what we named it', async () => {
  const wish = aWish();
  const made = await client.createOrder(wish);
  expect(made).toMatchObject({ status: 'PAYER_ACTION_REQUIRED', customId: wish.customId, captures: [] });
  expect(made.approveUrl).toBe(`${emulator.url}/checkoutnow?token=${made.id}`);
  emulator.shop.approve(made.id);
  const captured = await client.capture(made.id, 'capture-1');
  expect(captured.captures).toMatchObject([
    { status: 'COMPLETED', amount: { value: '12.50', currency: 'USD' } },
  ]);
  expect(await client.order(made.id)).toEqual({ ...captured, approveUrl: null });
});

test('one token serves call after call, until it is about to end', async () => {
  const before = emulator.access.granted;
  await Promise.all([client.createOrder(aWish()), client.createOrder(aWish()), client.createOrder(aWish())]);
  expect(emulator.access.granted - before).toBe(0);
  clock.advance(9 * 3_600_000);
  await Promise.all([client.createOrder(aWish()), client.createOrder(aWish())]);
  expect(emulator.access.granted - before).toBe(1);
});

test('a lost reply is asked for again, and is the same order', async () => {
  const before = emulator.shop.orders.size;
  emulator.faults.add({ kind: 'drop-after', route: ORDERS, times: 2 });
  await client.createOrder(aWish());
  expect(emulator.shop.orders.size - before).toBe(1);
});

test.each`
  kind              | outcome          | says
  ${'error'}        | ${'unknown'}     | ${{ status: 500, issue: 'INTERNAL_SERVER_ERROR', debugId: 'emulated' }}
  ${'html'}         | ${'unknown'}     | ${{ status: 200 }}
  ${'drop-before'}  | ${'unknown'}     | ${{ status: null, requestSent: true }}
  ${'rate-limited'} | ${'rateLimited'} | ${{ status: 429 }}
`('$kind, again and again, ends as $outcome after three tries', async ({ kind, outcome, says }) => {
  emulator.faults.add({ kind, route: ORDERS, times: 3 });
  await expect(client.createOrder(aWish())).rejects.toMatchObject({ name: 'PayPalError', outcome, ...says });
  await client.createOrder(aWish());
});

test('an answer that comes late is waited for; none at all is not, for ever', async () => {
  emulator.faults.add({ kind: 'slow', route: ORDERS, ms: 250 });
  await client.createOrder(aWish());
  const hasty = clientWith({ timeoutMs: 150 });
  emulator.faults.add({ kind: 'hang', route: ORDERS, times: 3 });
  await expect(hasty.createOrder(aWish())).rejects.toMatchObject({ outcome: 'unknown', requestSent: true });
  await hasty.close();
});

test('what PayPal refuses is said in its word, and not asked again', async () => {
  const { id } = await client.createOrder(aWish());
  await expect(client.capture(id, 'too-early')).rejects.toMatchObject({
    outcome: 'refused',
    status: 422,
    issue: 'ORDER_NOT_APPROVED',
  });
});

test('wrong credentials are told apart from everything else, and never repeated in a message', async () => {
  const wrong = clientWith({ clientSecret: 'not-the-secret' });
  const error = await wrong.order('X').catch((thrown: Error) => thrown);
  expect(error).toMatchObject({ outcome: 'unauthorized', status: 401 });
  expect(JSON.stringify(error)).not.toContain('not-the-secret');
  await wrong.close();
});

test('an order PayPal does not know is null; a failure to look is not', async () => {
  expect(await client.order('5O190127TN364715T')).toBeNull();
  emulator.faults.add({ kind: 'error', route: ORDER, times: 3 });
  await expect(client.order('5O190127TN364715T')).rejects.toMatchObject({ outcome: 'unknown' });
});

test('a webhook of the account is found with where it is sent, another is not', async () => {
  emulator.subscribe('https://host.example/hook');
  expect(await client.webhook(emulator.webhookId)).toEqual({
    url: 'https://host.example/hook',
    events: ['*'],
  });
  expect(await client.webhook('ANOTHER')).toBeNull();
});
