import { gzipSync } from 'node:zlib';
import request from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AttackedApp, attackedApp } from './attacked-app.ts';

let world: AttackedApp;
let bearer: string;
beforeAll(async () => {
  world = await attackedApp();
  bearer = await world.bearer('owner');
});
afterAll(() => world.close());

const send = (body: string) =>
  request(world.app)
    .post('/api/admin/channels/webhooks')
    .set({ authorization: bearer, 'content-type': 'application/json' })
    .send(body);

const levels = (count: number) => `${'{"a":'.repeat(count)}1${'}'.repeat(count)}`;
const lists = (count: number) => `{"a":${'['.repeat(count)}${']'.repeat(count)}}`;

test.each`
  what                          | body                                                                    | status
  ${'a body of 101 kB'}         | ${`{"note":"${'x'.repeat(101 * 1024)}"}`}                               | ${413}
  ${'a body of 10 MB'}          | ${`{"note":"${'x'.repeat(10 * 1024 ** 2)}"}`}                           | ${413}
  ${'16,000 levels of objects'} | ${levels(16_000)}                                                       | ${400}
  ${'45,000 levels of lists'}   | ${lists(45_000)}                                                        | ${400}
  ${'21 levels'}                | ${levels(21)}                                                           | ${400}
  ${'ten thousand fields'}      | ${`{${Array.from({ length: 9_000 }, (_, at) => `"k${at}":1`).join()}}`} | ${400}
  ${'a number too long'}        | ${`{"url":${'9'.repeat(50_000)}}`}                                      | ${400}
  ${'half a body'}              | ${'{"url":'}                                                            | ${400}
  ${'a list'}                   | ${'[]'}                                                                 | ${400}
  ${'a text'}                   | ${'"x"'}                                                                | ${400}
`('$what is refused with $status', async ({ body, status }) => {
  const reply = await send(body);
  expect([reply.status, reply.body.success]).toEqual([status, false]);
  expect(world.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
});

test('a small body that unpacks to a large one is refused', async () => {
  const bomb = gzipSync(Buffer.from(`{"note":"${'x'.repeat(20 * 1024 ** 2)}"}`));
  expect(bomb.length).toBeLessThan(100 * 1024);
  const reply = await request(world.app)
    .post('/api/admin/channels/webhooks')
    .set({ authorization: bearer, 'content-type': 'application/json', 'content-encoding': 'gzip' })
    .serialize((body) => body)
    .send(bomb as unknown as string);
  expect(reply.status).toBe(413);
});

test('what PayPal would send may be larger, and has a limit all the same', async () => {
  const body = `{"id":"${'x'.repeat(600 * 1024)}"}`;
  await request(world.app).post('/api/paypal/webhook').type('json').send(body).expect(413);
});

test('a long address, a long list of values and a value twice do no harm', async () => {
  const get = (query: string) =>
    request(world.app).get(`/api/admin/servers?${query}`).set('authorization', bearer);
  expect((await get(`search=${'x'.repeat(8_000)}`)).status).toBe(400);
  expect((await get(Array.from({ length: 900 }, (_, at) => `k${at}=1`).join('&'))).status).toBe(200);
  expect((await get('limit=1&limit=200')).status).toBe(400);
  expect((await get('search=%E0%A4%A')).status).toBeLessThan(500);
});
