import { eq } from 'drizzle-orm';
import type { Express } from 'express';
import request from 'supertest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { adminSessions, admins, auditLog } from '#shared/schema/index.ts';
import { mountAuth } from '../routes/auth.ts';
import { createAdmin } from '../services/admins/create-admin.ts';
import { createToken } from '../services/admins/tokens/create-token.ts';
import { testAdmins } from '../testing/people.ts';
import { type TestContext, testContext } from '../testing/test-context.ts';
import { doorGuards, signInLimits } from './rate-limit.ts';
import { smallApp } from './testing/small-app.ts';

const { olive, vera } = testAdmins;

let world: TestContext;
let app: Express;

async function open(env: Parameters<typeof testContext>[0] = {}): Promise<void> {
  world = await testContext(env);
  await createAdmin(world.ctx, olive);
  const installation = { demo: true, version: '1.2.3' };
  app = smallApp(world, (router) => mountAuth(router, { installation, guards: doorGuards(world.ctx) }));
}
beforeEach(() => open());
afterEach(() => world.close());

const signIn = (admin: { email: string; password: string } = olive, headers: Record<string, string> = {}) =>
  request(app).post('/api/auth/sign-in').set(headers).send({ email: admin.email, password: admin.password });
const me = (cookie: string) => request(app).get('/api/auth/me').set('cookie', cookie);
const sameOrigin = { 'sec-fetch-site': 'same-origin' };
const sessionsKept = () => world.ctx.db.select().from(adminSessions);

/** The cookie of a reply, as a browser would send it back. */
function cookieOf(reply: { headers: Record<string, unknown> }): string {
  const [cookie = ''] = (reply.headers['set-cookie'] ?? []) as string[];
  return cookie.split(';')[0] ?? '';
}

describe('a session', () => {
  test('begins with sign-in and says where olive is', async () => {
    const reply = await signIn().expect(200);
    const session = {
      admin: { id: 1, email: olive.email, name: olive.name, role: 'owner' },
      secondFactor: 'off',
      currency: 'USD',
      timezone: 'UTC',
      demo: true,
      version: '1.2.3',
    };
    expect(reply.body).toEqual(session);
    expect((await me(cookieOf(reply)).expect(200)).body).toEqual(session);
  });

  test('has a cookie no script can read and no other site can send', async () => {
    const [cookie] = (await signIn()).headers['set-cookie'] as unknown as string[];
    expect(cookie).toMatch(/^skypanel_session=/);
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=Lax/);
    expect(cookie).not.toMatch(/; Secure/);
  });

  test('lasts twelve hours from its last use', async () => {
    const [cookie = ''] = (await signIn()).headers['set-cookie'] as unknown as string[];
    const expires = new Date(/Expires=([^;]+)/.exec(cookie)?.[1] ?? '').getTime();
    const [row] = await sessionsKept();
    expect(Math.abs((row?.expire.getTime() ?? 0) - expires)).toBeLessThan(2_000);
    await world.ctx.db.update(adminSessions).set({ expire: new Date(expires - 3_600_000) });
    await me(cookieOf({ headers: { 'set-cookie': [cookie] } })).expect(200);
    const [used] = await sessionsKept();
    expect(used?.expire.getTime()).toBeGreaterThanOrEqual(expires - 2_000);
  });

  test('that has expired is nobody', async () => {
    const cookie = cookieOf(await signIn());
    await world.ctx.db.update(adminSessions).set({ expire: new Date('2020-01-01T00:00:00Z') });
    await me(cookie).expect(401);
  });

  test('is under a new id after each sign-in, and the one before is gone', async () => {
    const first = cookieOf(await signIn());
    const second = cookieOf(await signIn(olive, { cookie: first, ...sameOrigin }));
    expect(second).not.toBe(first);
    await me(first).expect(401);
    await me(second).expect(200);
    expect(await sessionsKept()).toHaveLength(1);
  });

  test('ends with sign-out, on the server too', async () => {
    const cookie = cookieOf(await signIn());
    await request(app)
      .post('/api/auth/sign-out')
      .set({ cookie, ...sameOrigin })
      .send({})
      .expect(200, { success: true });
    await me(cookie).expect(401);
    expect(await sessionsKept()).toEqual([]);
    const actions = await world.ctx.db
      .select({ action: auditLog.action })
      .from(auditLog)
      .orderBy(auditLog.id);
    expect(actions.map((row) => row.action)).toEqual([
      'admin.created',
      'admin.signed_in',
      'admin.signed_out',
    ]);
  });

  test('of a disabled admin is nobody at once', async () => {
    const cookie = cookieOf(await signIn());
    await world.ctx.db.update(admins).set({ disabledAt: world.clock.now() }).where(eq(admins.id, 1));
    await me(cookie).expect(401);
  });

  test('whose cookie was forged or signed with another key is nobody', async () => {
    const cookie = cookieOf(await signIn());
    await me(`${cookie.slice(0, -2)}xx`).expect(401);
    await me('skypanel_session=s%3Aabc.def').expect(401);
  });

  test('leaves no trace of visitors: no cookie, no row', async () => {
    const reply = await request(app).get('/api/auth/hints').expect(200, { demo: true });
    expect(reply.headers['set-cookie']).toBeUndefined();
    expect(await sessionsKept()).toEqual([]);
  });

  test('does not speak for a request that shows a token', async () => {
    await createAdmin(world.ctx, vera);
    const cookie = cookieOf(await signIn());
    const { token } = await createToken(world.ctx, { name: 'nightly', role: 'viewer' });
    const { body } = await me(cookie).set('authorization', `Bearer ${token}`).expect(200);
    expect(body.admin).toMatchObject({ name: 'nightly', role: 'viewer' });
    await me(cookie).set('authorization', 'Bearer nonsense').expect(401);
  });
});

describe('behind TLS', () => {
  test('the cookie is Secure when a trusted proxy says so', async () => {
    await world.close();
    await open({ env: { trustProxy: 1 } });
    const reply = await signIn(olive, { 'x-forwarded-proto': 'https' }).expect(200);
    expect(reply.headers['set-cookie']?.[0]).toMatch(/^skypanel_session=.*; Secure/);
    expect(reply.headers['strict-transport-security']).toMatch(/max-age/);
  });

  test('a header of a stranger is not believed', async () => {
    const reply = await signIn(olive, { 'x-forwarded-proto': 'https' }).expect(200);
    expect(reply.headers['set-cookie']?.[0]).not.toMatch(/; Secure/);
    expect(reply.headers['strict-transport-security']).toBeUndefined();
  });

  test('with a public https address the cookie is bound to the host by its name', async () => {
    await world.close();
    await open({ env: { trustProxy: 1, publicUrl: 'https://billing.host.example' } });
    const reply = await signIn(olive, { 'x-forwarded-proto': 'https' }).expect(200);
    expect(reply.headers['set-cookie']?.[0]).toMatch(/^__Host-skypanel_session=.*; Path=\/;.*; Secure/);
  });
});

describe('failed sign-ins', () => {
  const wrong = { email: olive.email, password: 'not her password' };
  const from = (address: string) => ({ 'x-forwarded-for': address });
  beforeEach(async () => {
    await world.close();
    await open({ env: { trustProxy: 1 } });
  });
  const failOften = async (
    times: number,
    admin: { email: string; password: string } = wrong,
    address = '192.0.2.1',
  ) => {
    for (let count = 0; count < times; count++) await signIn(admin, from(address)).expect(401);
  };

  test('lock the account for that address, not for others, until the quarter of an hour is over', async () => {
    await failOften(signInLimits.perAccount);
    const refused = await signIn(olive, from('192.0.2.1')).expect(429);
    expect(refused.body.error).toMatchObject({
      code: 'too_many_requests',
      facts: { retryAfterSeconds: 900 },
    });
    expect(refused.headers['retry-after']).toBe('900');
    await signIn(olive, from('192.0.2.2')).expect(200);
    world.clock.advance(15 * 60_000);
    await signIn(olive, from('192.0.2.1')).expect(200);
  });

  test('used up again and again make the wait double, up to four hours, and a day of peace makes it short', async () => {
    const waits: number[] = [];
    for (let round = 0; round < 6; round++) {
      await failOften(signInLimits.perAccount);
      const refused = await signIn(olive, from('192.0.2.1')).expect(429);
      const seconds: number = refused.body.error.facts.retryAfterSeconds;
      waits.push(seconds / 60);
      world.clock.advance(seconds * 1000);
    }
    expect(waits).toEqual([15, 30, 60, 120, 240, 240]);
    await signIn(olive, from('192.0.2.1')).expect(200);
    world.clock.advance(29 * 60 * 60_000);
    await failOften(signInLimits.perAccount);
    const refused = await signIn(olive, from('192.0.2.1')).expect(429);
    expect(refused.body.error.facts.retryAfterSeconds).toBe(900);
  });

  test('are counted under one spelling of the e-mail', async () => {
    await failOften(signInLimits.perAccount - 1);
    await failOften(1, { ...wrong, email: wrong.email.toUpperCase() });
    await signIn(olive, from('192.0.2.1')).expect(429);
  });

  test('are all that counts: whoever gets in is not counted', async () => {
    // The library's own look at the time is the machine's: a window in its past would not be corrected.
    world.clock.set('2999-01-01T00:00:00Z');
    for (let round = 0; round < signInLimits.perAccount + 2; round++) {
      await signIn(olive, from('192.0.2.1')).expect(200);
    }
  });

  test('of many accounts lock the address', async () => {
    for (let account = 0; account < signInLimits.perAddress; account++) {
      await signIn({ email: `x${account}@host.example`, password: 'wrong' }, from('192.0.2.1')).expect(401);
    }
    await signIn(olive, from('192.0.2.1')).expect(429);
    await signIn(olive, from('192.0.2.2')).expect(200);
  });
});
