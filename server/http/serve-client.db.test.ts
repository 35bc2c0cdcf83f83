import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express, { type Express } from 'express';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestContext, testContext } from '../testing/test-context.ts';
import { errorHandler, notFound } from './error-handler.ts';
import { requestContext } from './request-context.ts';
import { serveClient } from './serve-client.ts';

let world: TestContext;
let folder: string;
let app: Express;

beforeAll(async () => {
  world = await testContext();
  folder = await mkdtemp(join(tmpdir(), 'client-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<title>the page</title>');
  await writeFile(join(folder, 'theme.js'), '"theme"');
  await writeFile(join(folder, 'assets', 'app-1a2b3c.js'), '"app"');
  app = express().use(requestContext(world.ctx), serveClient(folder), notFound, errorHandler);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await world.close();
});

const asBrowser = (path: string) =>
  request(app).get(path).set('accept', 'text/html,application/xhtml+xml,*/*;q=0.8');

describe('a browser', () => {
  test('at the front door is led to the admin pages', async () => {
    await asBrowser('/').expect(302).expect('location', '/admin');
  });

  test.each(['/admin', '/admin/settings', '/admin/runs/7?tab=charges', '/sign-in'])(
    'gets the one page at %s, asked anew each time',
    async (path) => {
      const { text, headers } = await asBrowser(path).expect(200);
      expect(text).toContain('the page');
      expect(headers['cache-control']).toBe('no-cache');
    },
  );

  test('may keep for ever what has its content in its name, and nothing else', async () => {
    const asset = await asBrowser('/assets/app-1a2b3c.js').expect(200);
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const script = await asBrowser('/theme.js').expect(200);
    expect(script.headers['cache-control']).toBe('public, max-age=0');
  });

  test('does not get the page for a file that is missing', async () => {
    const { text } = await asBrowser('/assets/old-9z.js').expect(404);
    expect(text).not.toContain('the page');
  });

  test.each(['/api/nothing', '/health/nothing'])('does not get the page at %s', async (path) => {
    const { body } = await asBrowser(path).expect(404);
    expect(body.error.code).toBe('not_found');
  });

  test('cannot climb out of the folder', async () => {
    await writeFile(join(folder, '..', 'beside-the-client.txt'), 'private');
    const { text } = await asBrowser('/assets/..%2f..%2fbeside-the-client.txt');
    expect(text).not.toContain('private');
    await rm(join(folder, '..', 'beside-the-client.txt'));
  });
});

test('a script that asks for JSON is told that there is nothing', async () => {
  await request(app).get('/admin/settings').set('accept', 'application/json').expect(404);
});

test('pages that were never built are a fault that says what to do', async () => {
  const empty = await mkdtemp(join(tmpdir(), 'client-'));
  const itsApp = express().use(requestContext(world.ctx), serveClient(empty), errorHandler);
  await request(itsApp).get('/admin').set('accept', 'text/html').expect(500);
  const [line] = world.log.lines.filter((one) => one.level === 'error');
  expect(JSON.stringify(line)).toContain('npm run build');
  await rm(empty, { recursive: true });
});
