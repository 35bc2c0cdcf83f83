import { verify, X509Certificate } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PayPalEmulator, startPayPalEmulator } from './start-paypal-emulator.ts';

let paypal: PayPalEmulator;
let token: string;
let now = new Date('2026-11-01T12:00:00Z');

beforeAll(async () => {
  paypal = await startPayPalEmulator({ now: () => now });
  token = (await (await askForToken(paypal.clientSecret)).json()).access_token;
});
afterAll(() => paypal.close());

function askForToken(secret: string) {
  const credentials = Buffer.from(`${paypal.clientId}:${secret}`).toString('base64');
  return fetch(`${paypal.url}/v1/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials',
  });
}

async function call(
  method: 'GET' | 'POST',
  path: string,
  body?: object,
  headers: Record<string, string> = {},
) {
  const reply = await fetch(`${paypal.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: reply.status, body: await reply.json() };
}

const unit = (over: object = {}) => ({
  amount: { currency_code: 'USD', value: '10.00' },
  custom_id: 'ours',
  ...over,
});
const order = (units: object[] = [unit()]) => ({ intent: 'CAPTURE', purchase_units: units });
const newOrder = async (id: string) =>
  (await call('POST', '/v2/checkout/orders', order(), { 'paypal-request-id': id })).body;

test('a token is given for the right credentials, for nine hours', async () => {
  expect(await (await askForToken(paypal.clientSecret)).json()).toMatchObject({
    token_type: 'Bearer',
    expires_in: 32_400,
  });
  const refused = await askForToken('wrong');
  expect([refused.status, (await refused.json()).error]).toEqual([401, 'invalid_client']);
  const before = now;
  now = new Date(now.getTime() + 32_401_000);
  expect((await call('GET', '/v2/checkout/orders/X')).status).toBe(401);
  now = before;
});

test('an order lives from created over approved to completed, and its capture is found by itself', async () => {
  const { id, status, links } = await newOrder('life');
  expect([status, links[0].rel]).toEqual(['CREATED', 'approve']);
  const early = await call('POST', `/v2/checkout/orders/${id}/capture`, {});
  expect([early.status, early.body.details[0].issue]).toEqual([422, 'ORDER_NOT_APPROVED']);
  paypal.shop.approve(id);
  expect((await call('GET', `/v2/checkout/orders/${id}`)).body.status).toBe('APPROVED');
  const { body } = await call('POST', `/v2/checkout/orders/${id}/capture`, {});
  const [capture] = body.purchase_units[0].payments.captures;
  expect([body.status, capture.status, capture.custom_id]).toEqual(['COMPLETED', 'COMPLETED', 'ours']);
  const again = await call('POST', `/v2/checkout/orders/${id}/capture`, {});
  expect(again.body.details[0].issue).toBe('ORDER_ALREADY_CAPTURED');
  expect((await call('GET', `/v2/payments/captures/${capture.id}`)).body.amount.value).toBe('10.00');
  const refund = await call('POST', `/v2/payments/captures/${capture.id}/refund`, {
    amount: { currency_code: 'USD', value: '4.00' },
  });
  expect((await call('GET', `/v2/payments/refunds/${refund.body.id}`)).body).toEqual(refund.body);
  const rest = await call('GET', `/v2/payments/captures/${capture.id}`);
  expect(rest.body.status).toBe('PARTIALLY_REFUNDED');
});

test('the same request id is the same order and the same capture, and is answered 200', async () => {
  const headers = { 'paypal-request-id': 'twice' };
  const first = await call('POST', '/v2/checkout/orders', order(), headers);
  const second = await call('POST', '/v2/checkout/orders', order(), headers);
  expect([first.status, second.status, second.body.id]).toEqual([201, 200, first.body.id]);
  paypal.shop.approve(first.body.id);
  const path = `/v2/checkout/orders/${first.body.id}/capture`;
  const captures = [await call('POST', path, {}, headers), await call('POST', path, {}, headers)];
  expect(captures.map(({ status }) => status)).toEqual([201, 200]);
  expect(captures[1]?.body).toEqual(captures[0]?.body);
});

test.each`
  value       | currency | issue
  ${'10.001'} | ${'USD'} | ${'DECIMAL_PRECISION'}
  ${'10.50'}  | ${'JPY'} | ${'DECIMALS_NOT_SUPPORTED'}
  ${'10.00'}  | ${'XAU'} | ${'CURRENCY_NOT_SUPPORTED'}
  ${'0.00'}   | ${'USD'} | ${'CANNOT_BE_ZERO_OR_NEGATIVE'}
`('$value $currency is refused: $issue', async ({ value, currency, issue }) => {
  const body = order([unit({ amount: { currency_code: currency, value } })]);
  const reply = await call('POST', '/v2/checkout/orders', body);
  expect([reply.status, reply.body.name, reply.body.details[0].issue]).toEqual([
    422,
    'UNPROCESSABLE_ENTITY',
    issue,
  ]);
});

test('what is not there is 404 in PayPal’s words', async () => {
  const reply = await call('GET', '/v2/checkout/orders/NOWHERE');
  expect([reply.status, reply.body.name]).toEqual([404, 'RESOURCE_NOT_FOUND']);
});

test('the buyer sees the amount, and is sent back with what was decided', async () => {
  const body = {
    ...order(),
    payment_source: {
      paypal: {
        experience_context: { return_url: 'https://a.example/back', cancel_url: 'https://a.example/no' },
      },
    },
  };
  expect((await call('POST', '/v2/checkout/orders', body)).status).toBe(400); // wants a request id
  const made = await call('POST', '/v2/checkout/orders', body, { 'paypal-request-id': 'buyer' });
  const [{ rel, href }] = made.body.links;
  expect([made.body.status, rel]).toEqual(['PAYER_ACTION_REQUIRED', 'payer-action']);
  expect(await (await fetch(href)).text()).toContain('Pay 10.00 USD');
  const press = async (answer: string) => {
    const form = new URLSearchParams({ token: made.body.id, answer });
    return (await fetch(href, { method: 'POST', body: form, redirect: 'manual' })).headers.get('location');
  };
  expect(await press('refuse')).toBe(`https://a.example/no?token=${made.body.id}`);
  expect(await press('approve')).toBe(`https://a.example/back?token=${made.body.id}&PayerID=EMULATEDBUYER`);
});

test('a notification is signed by a certificate that its own authority vouches for', async () => {
  const [event] = paypal.shop.events;
  if (!event) throw new Error('An approval is told');
  const { headers, body } = paypal.sign(event);
  const pem = await (await fetch(headers['paypal-cert-url'] ?? '')).text();
  const [leaf, middle] = (pem.match(/-----BEGIN[\s\S]+?END CERTIFICATE-----/g) ?? []).map(
    (block) => new X509Certificate(block),
  );
  const root = new X509Certificate(paypal.ca);
  if (!leaf || !middle) throw new Error('It serves two certificates');
  expect([leaf.checkIssued(middle), leaf.verify(middle.publicKey)]).toEqual([true, true]);
  expect([middle.checkIssued(root), middle.verify(root.publicKey), middle.ca]).toEqual([true, true, true]);
  expect(leaf.ca).toBe(false);
  const { 'paypal-transmission-id': id, 'paypal-transmission-time': time } = headers;
  const signed = `${id}|${time}|${paypal.webhookId}|${crc32(body)}`;
  const signature = Buffer.from(headers['paypal-transmission-sig'] ?? '', 'base64');
  expect(verify('sha256', Buffer.from(signed), leaf.publicKey, signature)).toBe(true);
});
