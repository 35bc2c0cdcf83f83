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
  world = await testContext({ actor: actorOf('olive'), env: { panelReach: 'private' } });
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

test.each`
  reach        | url                                     | verdict
  ${'public'}  | ${'http://127.0.0.1:8490'}              | ${/PRIVATE_PANEL=allow/}
  ${'public'}  | ${'https://10.20.30.40'}                | ${/PRIVATE_PANEL=allow/}
  ${'public'}  | ${'https://[::1]'}                      | ${/PRIVATE_PANEL=allow/}
  ${'public'}  | ${'http://169.254.169.254'}             | ${/never called/}
  ${'private'} | ${'http://169.254.169.254'}             | ${/never called/}
  ${'private'} | ${'http://[fe80::1]'}                   | ${/never called/}
  ${'private'} | ${'http://metadata.google.internal/v1'} | ${/never called/}
`('with $reach reach neither saving nor trying calls $url', async ({ reach, url: inner, verdict }) => {
  const from = { ...ctx, env: { ...ctx.env, panelReach: reach } };
  const refused = { fields: [{ path: 'url', message: expect.stringMatching(verdict) }] };
  await expect(connectVirtfusion(from, { url: inner, token })).rejects.toMatchObject(refused);
  await expect(testConnection(from, { url: inner, token })).rejects.toMatchObject(refused);
  expect(await saved()).toEqual({});
});

test('a panel in a private network is called when the environment names it, and no other one there', async () => {
  const strict: Context = {
    ...inEnvironment(),
    env: { ...inEnvironment().env, panelReach: 'public' },
  };
  const own = createPanelFinder({ ...world.ctx, env: strict.env });
  expect((await (await own.panel()).client?.probe())?.checks[0]?.ok).toBe(true);
  await own.close();
  expect((await testConnection(strict, { url: emulator.url })).reachable).toBe(true);
  const other = { url: emulator.url.replace('127.0.0.1', '127.0.0.2'), token };
  await expect(testConnection(strict, other)).rejects.toMatchObject({ fields: [{ path: 'url' }] });
});

test('an address saved while private networks were allowed is not called when they are not', async () => {
  await connectVirtfusion(ctx, { url: emulator.url, token: emulator.token });
  const strict = createPanelFinder({ ...world.ctx, env: { ...ctx.env, panelReach: 'public' } });
  const seen = emulator.world.servers.size;
  const probe = await (await strict.panel()).client?.probe();
  expect(probe?.checks[0]).toMatchObject({ ok: false, detail: expect.stringMatching(/PRIVATE_PANEL/) });
  expect(emulator.world.servers.size).toBe(seen);
  await strict.close();
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
