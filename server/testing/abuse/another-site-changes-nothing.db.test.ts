import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AttackedApp, attackedApp, call, everythingKept, rows } from './attacked-app.ts';

/** What a browser sends along when another site makes it send a request with olive's cookie. */
const forged: Record<string, Record<string, string>> = {
  'another site': { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
  'a neighbour on a subdomain': { 'sec-fetch-site': 'same-site', origin: 'https://evil.host.example' },
  'an older browser': { origin: 'https://evil.example' },
  'a page in a sandbox': { origin: 'null' },
  'a browser that says nothing': {},
};

let world: AttackedApp;
let cookie: string;
beforeAll(async () => {
  world = await attackedApp();
  cookie = await world.cookie();
});
afterAll(() => world.close());

const staff = rows.filter(({ row }) => row.access !== 'customer-link');

describe.each(staff.filter(({ row }) => row.method !== 'GET'))('$name', ({ row }) => {
  test('with her cookie from elsewhere is refused before it is read, and changes nothing', async () => {
    const before = await everythingKept(world);
    for (const [from, headers] of Object.entries(forged)) {
      const reply = await call(world.app, row)
        .set({ cookie, ...headers })
        .send({});
      expect([from, reply.status]).toEqual([from, 403]);
    }
    expect(await everythingKept(world)).toBe(before);
  });
});

test('looking changes nothing, so that a picture’s address on another site does no harm', async () => {
  const look = async () => {
    for (const { row } of staff.filter((one) => one.row.method === 'GET' && !one.row.stream)) {
      const reply = await call(world.app, row).set({ cookie, 'sec-fetch-site': 'cross-site' });
      expect(reply.status, row.path).toBeLessThan(500);
    }
  };
  await look(); // the first look at all makes the row of the settings, from their defaults
  const before = await everythingKept(world);
  await look();
  expect(await everythingKept(world)).toBe(before);
});

test.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x'])(
  'a form cannot pass for JSON: %s is refused from our own site, too',
  async (type) => {
    const body = '{"url":"https://example.com/hooks"}';
    const [add] = rows.filter(({ name }) => name === 'POST /api/admin/channels/webhooks');
    if (!add) throw new Error('the row is gone');
    const reply = await call(world.app, add.row)
      .set({ cookie, 'sec-fetch-site': 'same-origin', 'content-type': type })
      .send(body);
    expect(reply.status).toBe(415);
  },
);

test('no other origin is ever let in to read: CORS is closed, to questions before as well', async () => {
  const origin = 'https://evil.example';
  for (const { row } of rows.filter((one) => !one.row.stream)) {
    const reply = await call(world.app, row).set({ cookie, origin });
    const names = Object.keys(reply.headers).filter((name) => name.startsWith('access-control-'));
    expect(names, row.path).toEqual([]);
  }
  const asked = await request(world.app)
    .options('/api/admin/channels/webhooks')
    .set({ origin, 'access-control-request-method': 'POST' });
  expect(Object.keys(asked.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
});
