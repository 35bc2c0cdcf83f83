import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { postEmbed } from '../../integrations/discord/post-embed.ts';
import { createPayPalClient } from '../../integrations/paypal/client.ts';
import { createVirtFusionClient } from '../../integrations/virtfusion/client.ts';
import { sendWebhook } from '../../integrations/webhooks/send-webhook.ts';
import { silentLog } from '../../log.ts';
import { settableClock } from '../settable-clock.ts';

/** A name service in the hands of a stranger: every name leads to loopback, in one dress or another. */
const answers = vi.hoisted(() => ({ address: '127.0.0.1', family: 4 }));
vi.mock('node:dns', async (original) => ({
  ...(await original<typeof import('node:dns')>()),
  lookup: (host: string, _options: unknown, callback: (error: null, addresses: object[]) => void) =>
    callback(null, [
      ...(host.startsWith('public-at-first') ? [{ address: '93.184.216.34', family: 4 }] : []),
      { ...answers },
    ]),
}));

let inner: Server;
let port: number;
let called: string[];
beforeAll(async () => {
  inner = createServer((request, response) => {
    called.push(`${request.method} ${request.url}`);
    response.writeHead(302, { location: 'http://169.254.169.254/' }).end('{}');
  });
  await new Promise<void>((resolve) => inner.listen(0, '::', resolve));
  port = (inner.address() as AddressInfo).port;
});
afterAll(() => new Promise((resolve) => inner.close(resolve)));
beforeEach(() => {
  called = [];
});

const clock = settableClock('2026-11-01T12:00:00Z');
const log = silentLog;

/** Every way out that an admin can point somewhere. */
const waysOut: Record<string, (url: string) => Promise<unknown>> = {
  webhook: (url) =>
    sendWebhook(
      { url, secret: 'whsec_c2VjcmV0', id: 'one', at: clock.now(), body: '{}' },
      { reach: 'public' },
    ),
  discord: (url) =>
    postEmbed(
      url,
      { title: '', description: '', color: 0, timestamp: '', footer: { text: '' }, fields: [] },
      { reach: 'public' },
    ),
  panel: async (url) => {
    const client = createVirtFusionClient({ baseUrl: url, token: 'token', reach: 'public', clock, log });
    await client.probe();
    await client.close();
  },
};

/** Its addresses are fixed: only a name service could lead it elsewhere, and it tries each three times. */
async function payPal(url: string): Promise<void> {
  const client = createPayPalClient({
    ...{ baseUrl: url, clientId: 'a', clientSecret: 'b' },
    ...{ reach: 'public', clock, log },
  });
  await client.webhook('W').catch(() => {});
  await client.certificate(new URL('/cert.pem', url)).catch(() => {});
  await client.close();
}

const hosts = [
  '127.0.0.1',
  '127.0.0.2',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0x7f.0.0.1',
  '0177.0.0.1',
  '017700000001',
  '0.0.0.0',
  '0',
  '[::1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:7f00:0001]',
  '[::127.0.0.1]',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'panel.localhost',
  // Names of the stranger's.
  'public-at-first.example',
  'rebinding.evil.example',
];

test.each(hosts.flatMap((host) => Object.keys(waysOut).map((way) => ({ host, way }))))(
  '$way: $host is not called',
  async ({ host, way }) => {
    for (const scheme of ['http', 'https']) await waysOut[way]?.(`${scheme}://${host}:${port}/hooks`);
    expect(called).toEqual([]);
  },
);

test('nor by PayPal’s client, if its name led there', async () => {
  await payPal(`http://rebinding.evil.example:${port}`);
  expect(called).toEqual([]);
});

test.each([
  ['::1', 6],
  ['::ffff:127.0.0.1', 6],
  ['10.0.0.1', 4],
  ['169.254.169.254', 4],
  ['fd00:ec2::254', 6],
])('a name that leads to %s is not called', async (address, family) => {
  Object.assign(answers, { address, family });
  for (const way of Object.values(waysOut)) await way(`http://inner.example:${port}/hooks`);
  expect(called).toEqual([]);
});

test('where the environment allows private addresses they are called, and no redirect is followed from there', async () => {
  const url = `http://127.0.0.1:${port}/hooks`;
  const webhook = { url, secret: 'whsec_c2VjcmV0', id: 'one', at: clock.now(), body: '{}' };
  const { detail } = await sendWebhook(webhook, { reach: 'private' });
  expect([called, detail]).toEqual([['POST /hooks'], 'Answered 302, a redirect, which is not followed']);
});

test('and metadata is not called even then', async () => {
  Object.assign(answers, { address: '169.254.169.254', family: 4 });
  for (const host of ['169.254.169.254', '[fe80::1]', '2852039166', 'metadata.example']) {
    const started = performance.now();
    const sent = await sendWebhook(
      { url: `http://${host}/latest`, secret: 'whsec_c2VjcmV0', id: 'one', at: clock.now(), body: '{}' },
      { reach: 'private' },
    );
    expect(sent.outcome).not.toBe('sent');
    expect(performance.now() - started, 'nothing was waited for').toBeLessThan(1_000);
  }
});
