import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { auditLog, settings } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import {
  startVirtFusionEmulator,
  type VirtFusionEmulator,
} from '../../emulators/virtfusion/start-virtfusion-emulator.ts';
import { createSecretBox } from '../../secrets/secret-box.ts';
import { actorOf } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { testDatabase } from '../../testing/test-database.ts';
import { connectVirtfusion } from './connect-virtfusion.ts';
import { createPanelFinder, type PanelFinder, savedAddress } from './find-panel.ts';
import { getConnection } from './get-connection.ts';
import { testConnection } from './test-connection.ts';

let world: TestContext;
let ctx: Context;
let finder: PanelFinder;
let emulator: VirtFusionEmulator;
beforeAll(async () => {
  emulator = await startVirtFusionEmulator();
});
afterAll(() => emulator.close());
beforeEach(async () => {
  world = await testContext({ actor: actorOf('olive') });
  finder = createPanelFinder({ ...world.ctx });
  ctx = { ...world.ctx, panel: () => finder.panel() };
});
afterEach(async () => {
  await finder.close();
  await world.close();
});

const url = 'https://panel.example.com';
const token = 'token-of-the-panel';
const audited = () => world.ctx.db.select().from(auditLog).orderBy(auditLog.id);
const saved = async () => {
  const rows = await world.ctx.db.select().from(settings).orderBy(settings.key);
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
};
const inEnvironment = (): Context => ({
  ...ctx,
  env: { ...ctx.env, virtfusion: { apiUrl: emulator.url, apiToken: emulator.token } },
});

test('nothing is connected at first', async () => {
  expect(await getConnection(ctx)).toEqual({ url: null, tokenSaved: false, source: 'none', version: 1 });
  expect(await finder.panel()).toEqual({ source: 'none', url: null, client: null });
});

test('a panel is saved with its token sealed, found, and audited without the token', async () => {
  expect(await connectVirtfusion(ctx, { url: `${url}/`, token })).toMatchObject({
    url,
    tokenSaved: true,
    source: 'settings',
  });
  expect(JSON.stringify(await saved())).not.toContain(token);
  expect(await audited()).toMatchObject([
    {
      action: 'virtfusion.connected',
      before: { url: null, credentials: 'none' },
      after: { url, credentials: 'replaced' },
    },
  ]);
  expect(JSON.stringify(await audited())).not.toContain(token);
  finder.forget();
  expect(await finder.panel()).toMatchObject({ source: 'settings', url });
});

test.each([{ url, token }, { url }])('saving the same again changes nothing: %o', async (repeat) => {
  await connectVirtfusion(ctx, { url, token });
  const before = [await saved(), await audited()];
  await connectVirtfusion(ctx, repeat);
  expect([await saved(), await audited()]).toEqual(before);
});

test.each`
  input                                                  | path       | because
  ${{ url: 'https://other.example.com' }}                | ${'token'} | ${'a token belongs to its address'}
  ${{ url: 'https://panel.example.com:8443' }}           | ${'token'} | ${'another port is another address'}
  ${{ url: 'https://user:pw@panel.example.com', token }} | ${'url'}   | ${'no password in an address'}
  ${{ url, token: 'two words' }}                         | ${'token'} | ${'no header can carry it'}
`('$input is refused under $path and changes nothing: $because', async ({ input, path }) => {
  await connectVirtfusion(ctx, { url, token });
  const before = [await saved(), await audited()];
  await expect(connectVirtfusion(ctx, input)).rejects.toMatchObject({
    code: 'invalid_input',
    fields: [{ path }],
  });
  expect([await saved(), await audited()]).toEqual(before);
});

test('a first address needs its token', async () => {
  await expect(connectVirtfusion(ctx, { url })).rejects.toMatchObject({ fields: [{ path: 'token' }] });
});

test('where the environment decides, the page shows it and cannot change it', async () => {
  expect(await getConnection(inEnvironment())).toMatchObject({
    url: emulator.url,
    tokenSaved: false,
    source: 'environment',
  });
  await expect(connectVirtfusion(inEnvironment(), { url, token })).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringMatching(/VIRTFUSION_API_URL/),
  });
  expect(await saved()).toEqual({});
});

test('what is saved in a demo belongs to the live installation, and is not among the rows of the demo', async () => {
  const live = await testDatabase();
  try {
    const inDemo: Context = { ...ctx, demo: true, live: live.db };
    expect(await connectVirtfusion(inDemo, { url, token })).toMatchObject({
      url,
      tokenSaved: true,
      source: 'demo',
    });
    expect(await getConnection(inDemo)).toMatchObject({ url, tokenSaved: true, source: 'demo' });
    expect(await saved()).toEqual({});
    expect(await savedAddress(live.db, ctx.secrets)).toEqual({ url, token });
  } finally {
    await live.close();
  }
});

test('a token sealed with a lost key can be replaced on the page', async () => {
  await connectVirtfusion(ctx, { url, token });
  const otherKey = { ...ctx, secrets: createSecretBox(Buffer.alloc(32, 2)) };
  expect(await getConnection(otherKey)).toMatchObject({ tokenSaved: true });
  await expect(testConnection(otherKey, { url })).rejects.toMatchObject({ fields: [{ path: 'token' }] });
  await connectVirtfusion(otherKey, { url, token });
  expect((await audited()).at(-1)?.after).toEqual({ url, credentials: 'replaced' });
});

test('a test reports each permission of the panel it was given, and saves nothing', async () => {
  const report = await testConnection(ctx, { url: emulator.url, token: emulator.token });
  expect(report.reachable).toBe(true);
  expect(report.permissions.map(({ permission, needed, ok }) => [permission, needed, ok])).toEqual([
    ['connect', true, true],
    ['servers', true, true],
    ['packages', true, true],
    ['currencies', false, true],
  ]);
  expect(await saved()).toEqual({});
});

test('a wrong token is told from a panel that does not answer', async () => {
  const wrong = await testConnection(ctx, { url: emulator.url, token: 'wrong' });
  expect(wrong).toMatchObject({
    reachable: true,
    permissions: [{ permission: 'connect', ok: false }, {}, {}, {}],
  });
  const closed = await testConnection(ctx, { url: 'http://127.0.0.1:9', token });
  expect(closed).toMatchObject({ reachable: false, clockSkewSeconds: null });
});

test('the saved token is used for its own address and sent to no other', async () => {
  await connectVirtfusion(ctx, { url: emulator.url, token: emulator.token });
  expect((await testConnection(ctx, { url: `${emulator.url}/api/v1/` })).permissions[0]?.ok).toBe(true);
  const elsewhere = emulator.url.replace('127.0.0.1', 'localhost');
  await expect(testConnection(ctx, { url: elsewhere })).rejects.toMatchObject({
    fields: [{ path: 'token' }],
  });
});

test('the token of the environment tests the address of the environment', async () => {
  expect((await testConnection(inEnvironment(), { url: emulator.url })).permissions[0]?.ok).toBe(true);
});

test('the environment wins over the demo, the demo over what is saved', async () => {
  await connectVirtfusion(ctx, { url, token });
  const emulated = { url: emulator.url, token: emulator.token };
  const withDemo = createPanelFinder({ ...world.ctx, emulated });
  const withBoth = createPanelFinder({ ...world.ctx, env: inEnvironment().env, emulated });
  expect(await withDemo.panel()).toMatchObject({ source: 'demo' });
  expect(await withBoth.panel()).toMatchObject({ source: 'environment' });
  await Promise.all([withDemo.close(), withBoth.close()]);
});

test('one panel has one client, and another address another', async () => {
  await connectVirtfusion(ctx, { url, token });
  finder.forget();
  const first = await finder.panel();
  finder.forget();
  expect((await finder.panel()).client).toBe(first.client);
  await connectVirtfusion(ctx, { url: 'https://other.example.com', token });
  finder.forget();
  expect((await finder.panel()).client).not.toBe(first.client);
});
