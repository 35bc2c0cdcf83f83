import type { Express } from 'express';
import request from 'supertest';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { endpoint } from '#shared/api/endpoint.ts';
import { createToken } from '../services/admins/tokens/create-token.ts';
import { type TestContext, testContext } from '../testing/test-context.ts';
import { mount } from './mount.ts';
import { smallApp } from './testing/small-app.ts';

const shape = { access: 'public', summary: 'x', input: z.strictObject({}), output: z.object({}) } as const;
const change = endpoint({ method: 'POST', path: '/api/change', ...shape });
const look = endpoint({ method: 'GET', path: '/api/look', ...shape, input: z.object({}) });

let world: TestContext;
let app: Express;
let token: string;
let changes: number;

beforeAll(async () => {
  world = await testContext({ env: { publicUrl: 'https://billing.host.example' } });
  token = (await createToken(world.ctx, { name: 'script', role: 'viewer' })).token;
  app = smallApp(world, (router) => {
    mount(router, change, async () => {
      changes += 1;
      return {};
    });
    mount(router, look, async () => ({}));
  });
});
afterAll(() => world.close());
beforeEach(() => {
  changes = 0;
});

const COOKIE = 'skypanel_session=s%3Asomething';

test.each`
  headers                                                           | status | because
  ${{ 'sec-fetch-site': 'same-origin' }}                            | ${200} | ${'our own page'}
  ${{ 'sec-fetch-site': 'none' }}                                   | ${200} | ${'the person, by hand'}
  ${{ 'sec-fetch-site': 'same-site' }}                              | ${403} | ${'a neighbour on another subdomain'}
  ${{ 'sec-fetch-site': 'cross-site' }}                             | ${403} | ${'another site'}
  ${{ 'sec-fetch-site': 'cross-site', origin: 'http://127.0.0.1' }} | ${403} | ${'the browser knows better than the Origin'}
  ${{ origin: 'http://127.0.0.1' }}                                 | ${200} | ${'an older browser, our host'}
  ${{ origin: 'https://billing.host.example' }}                     | ${200} | ${'the public address of this installation'}
  ${{ origin: 'https://evil.example' }}                             | ${403} | ${'an older browser, another site'}
  ${{ origin: 'null' }}                                             | ${403} | ${'a page without an origin'}
  ${{ cookie: COOKIE }}                                             | ${403} | ${'a cookie, and no word of where from'}
  ${{}}                                                             | ${200} | ${'no cookie: nothing to abuse'}
  ${{ cookie: COOKIE, 'sec-fetch-site': 'same-origin' }}            | ${200} | ${'our own page, signed in'}
`('a change is $status: $because', async ({ headers, status }) => {
  await request(app).post('/api/change').set('host', '127.0.0.1').set(headers).send({}).expect(status);
  expect(changes).toBe(status === 200 ? 1 : 0);
});

test('a token is its own proof', async () => {
  await request(app)
    .post('/api/change')
    .set({ authorization: `Bearer ${token}`, 'sec-fetch-site': 'cross-site' })
    .send({})
    .expect(200);
});

test('looking is free from anywhere', async () => {
  await request(app).get('/api/look').set({ cookie: COOKIE, 'sec-fetch-site': 'cross-site' }).expect(200);
});

test('a form of another site cannot pass for JSON', async () => {
  await request(app).post('/api/change').type('form').send('a=1').expect(415);
});
