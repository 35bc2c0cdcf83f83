import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { people, testAdmins } from '../people.ts';
import { type AttackedApp, attackedApp, call, everythingKept, rows } from './attacked-app.ts';

/** Mass assignment: fields that a row of some table has and a request must not set. */
const greed = {
  ...{ role: 'owner', admin: true, isAdmin: true, permissions: ['admins.write'], actor: 'admin:1' },
  ...{ customerId: 12, adminId: 1, balance: '999999.00', balanceMicros: 999_999_000_000, tokenHash: 'x' },
};

let world: AttackedApp;
const bearers = { owner: '', viewer: '', customer: '' };
beforeAll(async () => {
  world = await attackedApp();
  bearers.owner = await world.bearer('owner');
  bearers.viewer = await world.bearer('viewer');
  bearers.customer = `Bearer ${await world.linkOf(people.ada.id)}`;
});
afterAll(() => world.close());

const written = rows.filter(({ row }) => row.method === 'POST' || row.method === 'PUT');
/** Signed by PayPal, who adds what it likes; read by name. */
const ofOthers = ['/api/paypal/webhook'];

describe.each(written.filter(({ row }) => !ofOthers.includes(row.path)))('$name', ({ row }) => {
  test('refuses each field that it does not know, and writes nothing', async () => {
    const before = await everythingKept(world);
    const bearer = row.access === 'customer-link' ? bearers.customer : bearers.owner;
    const sent = Object.fromEntries(Object.entries(greed).filter(([name]) => !(name in row.input.shape)));
    const reply = await call(world.app, row).set('authorization', bearer).send(sent);
    expect(reply.status).toBe(400);
    const refused = reply.body.error.fields.map(({ path }: { path: string }) => path);
    expect(refused).toEqual(expect.arrayContaining(Object.keys(sent)));
    expect(await everythingKept(world)).toBe(before);
  });
});

test('whoever signs in as an owner by saying so is refused, and is nobody', async () => {
  const { email, password } = testAdmins.olive;
  const reply = await request(world.app).post('/api/auth/sign-in').send({ email, password, role: 'owner' });
  expect([reply.status, reply.headers['set-cookie']]).toEqual([400, undefined]);
});

test.each(['?role=owner', '?role[]=owner', '?__proto__[role]=owner', '?constructor.prototype.role=owner'])(
  'a viewer who asks with %s stays a viewer',
  async (query) => {
    const me = await request(world.app).get(`/api/auth/me${query}`).set('authorization', bearers.viewer);
    expect(me.body.admin.role).toBe('viewer');
    await request(world.app)
      .post(`/api/admin/channels/webhooks${query}`)
      .set('authorization', bearers.viewer)
      .send({ url: 'https://example.com' })
      .expect(403);
  },
);

test('a prototype in a body becomes nobody’s prototype', async () => {
  const body =
    '{"__proto__":{"role":"owner"},"constructor":{"prototype":{"role":"owner"}},"email":"a@b.example","password":"x"}';
  await request(world.app).post('/api/auth/sign-in').type('json').send(body).expect(400);
  expect(({} as { role?: string }).role).toBeUndefined();
});

test('headers that name a user, a role or another method are not believed', async () => {
  const reply = await request(world.app).get('/api/admin/runs').set({
    'x-user': 'olive@host.example',
    'x-role': 'owner',
    'x-remote-user': 'olive',
    'x-original-url': '/api/auth/hints',
  });
  expect(reply.status).toBe(401);
  const overridden = await request(world.app)
    .post('/api/auth/hints')
    .set({ 'x-http-method-override': 'GET', 'x-method-override': 'GET' })
    .send({});
  expect(overridden.status).toBe(404);
});
