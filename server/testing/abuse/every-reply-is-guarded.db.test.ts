import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../app.ts';
import { noCron } from '../no-cron.ts';
import { type AttackedApp, attackedApp, call, rows } from './attacked-app.ts';

let world: AttackedApp;
let app: AttackedApp['app'];
let bearer: string;
let clientDir: string;
beforeAll(async () => {
  world = await attackedApp({ env: { trustProxy: 1 } });
  clientDir = await mkdtemp(join(tmpdir(), 'guarded-'));
  await writeFile(join(clientDir, 'index.html'), '<title>the page</title>');
  await writeFile(join(clientDir, 'theme.js'), '1');
  const installation = { demo: false, version: '1' };
  app = createApp({ context: world.ctx, cron: noCron, installation, clientDir });
  bearer = await world.bearer('owner');
});
afterAll(async () => {
  await rm(clientDir, { recursive: true });
  await world.close();
});

function expectGuarded({ headers }: request.Response): void {
  const policy = String(headers['content-security-policy']);
  expect(policy).toMatch(/default-src 'self'/);
  expect(policy).toMatch(/script-src 'self'(;|$)/);
  expect(policy).toMatch(/style-src 'self'(;|$)/);
  expect(policy).toMatch(/frame-ancestors 'none'/);
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  for (const told of ['x-powered-by', 'server', 'access-control-allow-origin']) {
    expect(headers).not.toHaveProperty(told);
  }
}

describe.each(rows.filter(({ row }) => !row.stream))('$name', ({ row }) => {
  test.each(['nobody', 'an owner'])('asked by %s', async (who) => {
    const sent = call(app, row);
    if (who === 'an owner') sent.set('authorization', bearer);
    const reply = await sent;
    expectGuarded(reply);
    expect(reply.headers['cache-control']).toBe('no-store');
  });
});

test.each([
  '/admin',
  '/account',
  '/theme.js',
  '/api/docs',
  '/api/openapi.json',
  '/health/live',
  '/api/nothing',
  '/nothing.php',
])('%s', async (path) => {
  expectGuarded(await request(app).get(path).set('accept', 'text/html,*/*'));
});

test('strict transport is promised over TLS, and nowhere else', async () => {
  const tls = await request(app).get('/admin').set({ accept: 'text/html', 'x-forwarded-proto': 'https' });
  expect(tls.headers['strict-transport-security']).toBe('max-age=31536000');
  expect((await request(app).get('/admin').set('accept', 'text/html')).headers).not.toHaveProperty(
    'strict-transport-security',
  );
});

test('no page of ours has a script or a style inside, which the policy would refuse', async () => {
  for (const path of ['/admin', '/api/docs']) {
    const { text } = await request(app).get(path).set('accept', 'text/html');
    expect(text).not.toMatch(/<script>|<style|\sstyle=|\son\w+=|javascript:/i);
  }
});

test('what is not for browsers is not there: no sources, no debugger, no metrics to strangers', async () => {
  for (const path of [
    ...[
      '/.git/HEAD',
      '/.env',
      '/package.json',
      '/server/index.ts',
      '/dist/server/index.js',
      '/debug',
      '/status',
    ],
    ...['/metrics', '/__emulator/faults', '/api/admin', '/phpinfo.php', '/actuator', '/graphql'],
  ]) {
    const { status } = await request(app).get(path).set('accept', 'application/json');
    expect([path, [401, 403, 404].includes(status)]).toEqual([path, true]);
  }
});
