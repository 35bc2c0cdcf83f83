import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as plainRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../app.ts';
import { listening } from '../../http/testing/small-app.ts';
import { noCron } from '../no-cron.ts';
import { people } from '../people.ts';
import { type AttackedApp, attackedApp } from './attacked-app.ts';

const PRIVATE = 'what lies outside of the pages';
let world: AttackedApp;
let folder: string;
let app: AttackedApp['app'];

beforeAll(async () => {
  world = await attackedApp();
  folder = await mkdtemp(join(tmpdir(), 'abuse-'));
  const clientDir = join(folder, 'client');
  await mkdir(join(clientDir, 'assets'), { recursive: true });
  await mkdir(join(clientDir, '.git'));
  await writeFile(join(clientDir, 'index.html'), '<title>the page</title>');
  await writeFile(join(clientDir, 'assets', 'app.js'), '1');
  await writeFile(join(clientDir, '.git', 'config'), PRIVATE);
  await writeFile(join(clientDir, '.env'), PRIVATE);
  await writeFile(join(folder, 'secret-key'), PRIVATE);
  app = createApp({
    context: world.ctx,
    cron: noCron,
    installation: { demo: false, version: '1' },
    clientDir,
  });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await world.close();
});

/** The path as it stands: clients tidy dots away before they send. */
function raw(path: string, headers: Record<string, string> = {}) {
  return listening(
    app,
    (port) =>
      new Promise<{ status: number; location: string | undefined; text: string }>((resolve, reject) => {
        const sent = plainRequest({ host: '127.0.0.1', port, path, headers }, async (reply) => {
          let text = '';
          for await (const chunk of reply) text += chunk;
          resolve({ status: reply.statusCode ?? 0, location: reply.headers.location, text });
        });
        sent.once('error', reject).end();
      }),
  );
}

const html = { accept: 'text/html,*/*' };

describe('a path climbs out of no folder', () => {
  test.each([
    '/../secret-key',
    '/assets/../../secret-key',
    '/assets/..%2f..%2fsecret-key',
    '/assets/%2e%2e/%2e%2e/secret-key',
    '/assets/..%5c..%5csecret-key',
    '/assets/%252e%252e%252f%252e%252e%252fsecret-key',
    '/assets/....//....//secret-key',
    '/assets/..;/..;/secret-key',
    '/assets/%00/../../secret-key',
    '//assets//..//..//secret-key',
    '/.git/config',
    '/assets/../.git/config',
    '/.env',
    '/%2eenv',
    '/api/docs/..%2f..%2f..%2fpackage.json',
    '/api/docs/../../../package.json',
    '/dist/server/index.js',
    '/package.json',
    '/node_modules/express/package.json',
    '/server/index.ts',
  ])('%s', async (path) => {
    for (const headers of [html, {}]) {
      const { status, text } = await raw(path, headers);
      expect(text).not.toContain(PRIVATE);
      expect(text).not.toMatch(/"dependencies"|createApp/);
      // Whatever wants a page and is no file gets the one page.
      expect(status === 200 ? text : '').toMatch(/^$|the page/);
    }
  });
});

describe('nothing redirects to another site', () => {
  test.each([
    '/',
    '//evil.example',
    '//evil.example/',
    '//evil.example/%2e%2e',
    '//evil.example/..',
    '/\\evil.example',
    '/%5cevil.example/',
    '/assets',
    '//evil.example//assets',
    '/https://evil.example',
    '/?next=https://evil.example',
    '/sign-in?next=https://evil.example',
    '/admin/..//evil.example',
  ])('%s', async (path) => {
    const { location } = await raw(path, {
      ...html,
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
    });
    expect(location ?? '/admin').toBe('/admin');
  });
});

describe('the host that a request names is not believed', () => {
  const evil = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' };

  test('a customer’s link has the address of the environment, or none', async () => {
    const owner = await world.bearer('owner');
    const issue = (idempotencyKey: string) =>
      request(app)
        .post(`/api/admin/customers/${people.ada.id}/links`)
        .set({ ...evil, authorization: owner })
        .send({ days: 1, idempotencyKey });
    expect((await issue('a-link-without-address')).body.url).toBeNull();
  });

  test('no reply repeats it', async () => {
    for (const path of ['/', '/admin', '/api/auth/hints', '/api/openapi.json', '/api/docs', '/api/nothing']) {
      const { text, location } = await raw(path, { ...evil, ...html });
      expect(`${location} ${text}`).not.toContain('evil.example');
    }
  });

  test('forwarded headers of a stranger change neither address nor scheme', async () => {
    await request(app)
      .post('/api/auth/sign-in')
      .set({ ...evil, 'x-forwarded-for': '203.0.113.9' })
      .send({ email: 'nobody@host.example', password: 'wrong' })
      .expect(401);
    const { rows } = await world.database.pool.query(
      "SELECT address FROM audit_log WHERE action = 'admin.sign_in_refused' ORDER BY id DESC LIMIT 1",
    );
    expect(rows[0].address).not.toContain('203.0.113.9');
    const reply = await request(app).get('/api/auth/hints').set(evil);
    expect(reply.headers).not.toHaveProperty('strict-transport-security');
  });
});

describe('a token in an address', () => {
  test('opens nothing, and is not written down', async () => {
    const token = (await world.bearer('owner')).replace('Bearer ', '');
    for (const name of ['token', 'access_token', 'api_key', 'authorization', 'bearer']) {
      await request(app).get(`/api/admin/runs?${name}=${token}`).expect(401);
      await request(app).get(`/api/admin/runs?${name}=Bearer%20${token}`).expect(401);
    }
    expect(JSON.stringify(world.log.lines)).not.toContain(token);
  });

  test('nor in a body, nor in a cookie', async () => {
    const token = (await world.bearer('owner')).replace('Bearer ', '');
    await request(app).post('/api/admin/cron/trigger-hourly-billing').send({ token }).expect(401);
    await request(app)
      .get('/api/admin/runs')
      .set('cookie', `token=${token}; skypanel_session=${token}`)
      .expect(401);
  });
});
