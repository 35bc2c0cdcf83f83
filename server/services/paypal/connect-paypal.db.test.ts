import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { InputOf } from '#shared/api/endpoint.ts';
import { api } from '#shared/api/index.ts';
import { can } from '#shared/auth/roles.ts';
import { parseMoney } from '#shared/billing/money.ts';
import { startPayPalEmulator } from '../../emulators/paypal/start-paypal-emulator.ts';
import { createPayPalClient } from '../../integrations/paypal/client.ts';
import { actorOf } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { listAudit } from '../audit/list-audit.ts';
import { connectPayPal } from './connect-paypal.ts';
import { createPayPalFinder } from './find-paypal.ts';
import { getPayPal } from './get-paypal.ts';
import { checksOf, testPayPal } from './test-paypal.ts';

type Input = InputOf<typeof api.paypal.connect>;
let world: TestContext;
beforeAll(async () => {
  world = await testContext({
    actor: actorOf('olive', 3),
    env: { publicUrl: 'https://billing.host.example' },
  });
});
afterAll(() => world.close());

const input = (over: Partial<Input> = {}): Input => ({
  mode: 'sandbox',
  clientId: 'client-of-ours',
  secret: 'secret-of-ours',
  webhookId: '8PT597110X687430L',
  smallest: parseMoney('2.00'),
  largest: parseMoney('250.00'),
  ...over,
});
const audits = async () => (await listAudit(world.ctx, { subject: 'paypal', limit: 50 })).rows;

test('a saved account is in force, and its secret is sealed and never sent', async () => {
  const saved = await connectPayPal(world.ctx, input());
  expect(saved).toMatchObject({
    source: 'settings',
    mode: 'sandbox',
    secretSaved: true,
    webhookUrl: 'https://billing.host.example/api/paypal/webhook',
  });
  expect(JSON.stringify(z.encode(api.paypal.connect.output, saved))).not.toContain('secret-of-ours');
  const { rows } = await world.ctx.db.execute<{ all: string }>(
    sql`SELECT string_agg(value, ' ') AS all FROM settings`,
  );
  expect(rows[0]?.all).not.toContain('secret-of-ours');
  const finder = createPayPalFinder(world.ctx);
  expect(await finder.paypal()).toMatchObject({
    source: 'settings',
    largest: parseMoney('250.00'),
    account: { mode: 'sandbox', webhookId: '8PT597110X687430L' },
  });
  await finder.close();
});

test('it is audited without the secret, and a repeat changes nothing', async () => {
  await connectPayPal(world.ctx, input());
  const { secret: _secret, ...kept } = input();
  await connectPayPal(world.ctx, kept);
  const entries = await audits();
  expect(entries).toMatchObject([
    { action: 'paypal.connected', after: { mode: 'sandbox', credentials: 'replaced' } },
  ]);
  expect(JSON.stringify(entries)).not.toContain('secret-of-ours');
});

test('a viewer may read it, and not save it', () => {
  expect(can('viewer', api.paypal.get.access as 'settings.read')).toBe(true);
  expect(can('viewer', api.paypal.connect.access as 'settings.write')).toBe(false);
});

test.each`
  change                                        | path
  ${{ clientId: 'another', secret: undefined }} | ${'secret'}
  ${{ largest: parseMoney('1.00') }}            | ${'largest'}
`('$change is refused under $path', async ({ change, path }) => {
  await expect(connectPayPal(world.ctx, input(change))).rejects.toMatchObject({ fields: [{ path }] });
});

test('switched off, nobody can pay in; what was saved is kept', async () => {
  await connectPayPal(world.ctx, input({ mode: 'off', secret: undefined }));
  expect(await getPayPal(world.ctx)).toMatchObject({
    source: 'none',
    clientId: 'client-of-ours',
    secretSaved: true,
  });
  const finder = createPayPalFinder(world.ctx);
  expect(await finder.paypal()).toMatchObject({ source: 'none', account: null });
  await expect(testPayPal(world.ctx, input({ mode: 'off' }))).rejects.toMatchObject({
    fields: [{ path: 'mode' }],
  });
});

test('the test tells of the credentials and of the webhook, each by itself', async () => {
  const emulator = await startPayPalEmulator();
  const { url: baseUrl, clientId, webhookId } = emulator;
  const clientWith = (clientSecret: string) =>
    createPayPalClient({
      ...{ baseUrl, clientId, clientSecret, reach: 'private' },
      ...{ clock: world.clock, log: world.log },
    });
  const [right, wrong] = [clientWith(emulator.clientSecret), clientWith('wrong')];
  const here = 'https://billing.host.example';
  const oks = async (...args: Parameters<typeof checksOf>) => (await checksOf(...args)).map(({ ok }) => ok);
  emulator.subscribe(`${here}/api/paypal/webhook`);
  expect(await oks(right, webhookId, here)).toEqual([true, true]);
  expect(await oks(right, webhookId, 'https://elsewhere.example')).toEqual([true, false]);
  expect(await oks(right, 'UNKNOWN', here)).toEqual([true, false]);
  expect(await oks(right, '', here)).toEqual([true, false]);
  expect(await oks(wrong, webhookId, here)).toEqual([false]);
  await Promise.all([right.close(), wrong.close(), emulator.close()]);
});
