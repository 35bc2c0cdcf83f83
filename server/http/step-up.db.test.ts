import { generate } from 'otplib';
import request from 'supertest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Endpoint } from '#shared/api/endpoint.ts';
import { api } from '#shared/api/index.ts';
import { LARGE_ADJUSTMENT } from '#shared/auth/roles.ts';
import { formatMoney } from '#shared/billing/money.ts';
import { adminSessions, auditLog, settings } from '#shared/schema/index.ts';
import { createApp } from '../app.ts';
import { createAdmin } from '../services/admins/create-admin.ts';
import { SECOND_FACTOR_RULE_KEY } from '../services/admins/second-factor/second-factor-rule.ts';
import { STEP_UP_MS } from '../services/admins/session-times.ts';
import { createToken } from '../services/admins/tokens/create-token.ts';
import { aCustomer } from '../testing/factories.ts';
import { noCron } from '../testing/no-cron.ts';
import { people, testAdmins } from '../testing/people.ts';
import { type TestContext, testContext } from '../testing/test-context.ts';
import { confirmLimit } from './rate-limit.ts';

const { olive, otto } = testAdmins;

let world: TestContext;
let app: ReturnType<typeof createApp>;
beforeEach(async () => {
  world = await testContext();
  await createAdmin(world.ctx, olive);
  await createAdmin(world.ctx, otto);
  await aCustomer(world.ctx, people.ada.id, people.ada.name);
  app = createApp({ context: world.ctx, cron: noCron, installation: { demo: false, version: '1' } });
});
afterEach(() => world.close());

/** A browser: what it keeps is the cookie. */
class Visit {
  cookie = '';
  async signIn(admin: { email: string; password: string }, code?: string) {
    const { email, password } = admin;
    return this.call(api.auth.signIn, { email, password, code });
  }
  async call(row: Endpoint<never, never> | Endpoint, input: Record<string, unknown> = {}) {
    const { path, method } = row as Endpoint;
    const address = path.replace(/:(\w+)/g, (_, name: string) => String(input[name]));
    const body = Object.fromEntries(Object.entries(input).filter(([name]) => !path.includes(`:${name}`)));
    const sent = request(app)[method.toLowerCase() as 'get'](address);
    sent.set({ cookie: this.cookie, 'sec-fetch-site': 'same-origin', 'user-agent': 'Firefox/145.0' });
    const reply = await (method === 'GET' ? sent : sent.send(body));
    const [cookie] = (reply.headers['set-cookie'] ?? []) as unknown as string[];
    if (cookie) this.cookie = cookie.split(';')[0] ?? '';
    return reply;
  }
}

async function visitOf(admin: { email: string; password: string }): Promise<Visit> {
  const visit = new Visit();
  expect((await visit.signIn(admin)).status).toBe(200);
  return visit;
}

let keys = 0;
const adjustment = (amount: string) => {
  keys += 1;
  return {
    id: people.ada.id,
    direction: 'credit',
    amount,
    reason: 'as agreed',
    idempotencyKey: `step-up-${keys}`,
  };
};
const large = () => adjustment(formatMoney(LARGE_ADJUSTMENT));
const small = () => adjustment(formatMoney(LARGE_ADJUSTMENT - 1n));
const later = (ms: number) => world.clock.advance(ms);

describe('what matters', () => {
  test('is done for ten minutes after sign-in, and asked for once more after that', async () => {
    const visit = await visitOf(olive);
    later(STEP_UP_MS - 1);
    expect((await visit.call(api.customers.adjustWallet, large())).status).toBe(200);
    later(1);
    const { status, body } = await visit.call(api.customers.adjustWallet, large());
    expect([status, body.error.code]).toEqual([403, 'step_up_wanted']);
    expect((await visit.call(api.customers.adjustWallet, small())).status, 'a smaller one is not').toBe(200);
  });

  test('is done once it is proved by the password, and the same request is repeated', async () => {
    const visit = await visitOf(olive);
    later(STEP_UP_MS);
    const wanted = large();
    await visit.call(api.customers.adjustWallet, wanted);
    const confirmed = await visit.call(api.auth.confirm, { password: olive.password });
    expect(confirmed.body).toEqual({
      confirmedUntil: new Date(world.clock.now().getTime() + STEP_UP_MS).toISOString(),
    });
    expect((await visit.call(api.customers.adjustWallet, wanted)).status).toBe(200);
    later(STEP_UP_MS);
    expect((await visit.call(api.customers.adjustWallet, large())).status).toBe(403);
    const entries = await world.ctx.db.select().from(auditLog);
    expect(entries.filter(({ action }) => action === 'admin.confirmed')).toMatchObject([
      { actor: 'admin:1', after: { by: 'password' } },
    ]);
  });

  test('is not done for another session of the same admin, nor after a wrong password', async () => {
    const [one, other] = [await visitOf(olive), await visitOf(olive)];
    later(STEP_UP_MS);
    await one.call(api.auth.confirm, { password: olive.password });
    expect((await other.call(api.customers.adjustWallet, large())).status).toBe(403);
    const wrong = await other.call(api.auth.confirm, { password: 'not her password' });
    expect(wrong.body.error).toMatchObject({ code: 'invalid_input', fields: [{ path: 'password' }] });
    expect((await other.call(api.customers.adjustWallet, large())).status).toBe(403);
    const neither = await other.call(api.auth.confirm, {});
    expect(neither.status).toBe(400);
  });

  test('cannot be guessed at from a session that was left open', async () => {
    const visit = await visitOf(olive);
    for (let tries = 0; tries < confirmLimit; tries += 1) {
      expect((await visit.call(api.auth.confirm, { password: 'wrong' })).status).toBe(400);
    }
    expect((await visit.call(api.auth.confirm, { password: olive.password })).status).toBe(429);
    const fresh = await visitOf(olive);
    expect((await fresh.call(api.customers.adjustWallet, large())).status, 'sign-in still does').toBe(200);
  });

  test('is done by a token only where it was made for it', async () => {
    const send = async (sensitive: boolean) => {
      const { token } = await createToken(world.ctx, { name: 'script', role: 'owner', sensitive });
      const { id, ...body } = large();
      const path = api.customers.adjustWallet.path.replace(':id', String(id));
      return request(app).post(path).set('authorization', `Bearer ${token}`).send(body);
    };
    expect((await send(false)).body.error.code).toBe('step_up_wanted');
    expect((await send(true)).status).toBe(200);
  });
});

describe('a new password', () => {
  const next = 'lantern gravel sonnet maple';

  test('ends every other session, and this one goes on under a new id', async () => {
    const [here, elsewhere] = [await visitOf(olive), await visitOf(olive)];
    const before = here.cookie;
    const change = { current: olive.password, password: next };
    expect((await here.call(api.self.changePassword, change)).status).toBe(200);
    expect(here.cookie).not.toBe(before);
    expect((await here.call(api.auth.me)).status).toBe(200);
    expect((await elsewhere.call(api.auth.me)).status).toBe(401);
    expect((await new Visit().signIn(olive)).status).toBe(401);
    expect((await new Visit().signIn({ ...olive, password: next })).status).toBe(200);
  });

  test.each`
    current               | password          | path          | because
    ${'not her password'} | ${next}           | ${'current'}  | ${'it is not hers'}
    ${olive.password}     | ${olive.password} | ${'password'} | ${'it is the same'}
    ${olive.password}     | ${'password1234'} | ${'password'} | ${'it is easy to guess'}
    ${olive.password}     | ${'short'}        | ${'password'} | ${'it is short'}
  `('is refused under $path: $because', async ({ current, password, path }) => {
    const visit = await visitOf(olive);
    const { status, body } = await visit.call(api.self.changePassword, { current, password });
    expect(status).toBe(400);
    expect(body.error.fields[0].path).toBe(path);
    expect((await visit.call(api.auth.me)).status).toBe(200);
  });
});

describe('sessions', () => {
  test('are listed for whom they are, and ended one by one or all but this', async () => {
    const [here, phone] = [await visitOf(olive), await visitOf(olive)];
    await visitOf(otto);
    const { body } = await here.call(api.self.get);
    expect(body.sessions).toHaveLength(2);
    const mine = body.sessions.find((session: { current: boolean }) => session.current);
    const others = body.sessions.find((session: { current: boolean }) => !session.current);
    expect(mine).toMatchObject({ browser: 'Firefox/145.0', beganAt: world.clock.now().toISOString() });
    expect(JSON.stringify(body)).not.toContain(decodeURIComponent(here.cookie).split(/[=.]/)[1]?.slice(2));
    expect((await here.call(api.self.endSession, { session: others.id })).status).toBe(200);
    expect((await phone.call(api.auth.me)).status).toBe(401);
    await visitOf(olive);
    expect((await here.call(api.self.endOtherSessions)).body).toEqual({ ended: 1 });
    expect(await world.ctx.db.select().from(adminSessions), "otto's and this one").toHaveLength(2);
    expect((await here.call(api.auth.me)).status).toBe(200);
  });

  test('of somebody else are not ended by knowing what they are called', async () => {
    const [hers, his] = [await visitOf(olive), await visitOf(otto)];
    const { body } = await his.call(api.self.get);
    expect((await hers.call(api.self.endSession, { session: body.sessions[0].id })).status).toBe(200);
    expect((await his.call(api.auth.me)).status).toBe(200);
  });

  test('end a week after they began, however much they are used', async () => {
    const visit = await visitOf(olive);
    later(7 * 86_400_000 - 1);
    expect((await visit.call(api.auth.me)).status).toBe(200);
    later(1);
    expect((await visit.call(api.auth.me)).status).toBe(401);
  });
});

describe('a second factor', () => {
  const code = (secret: string) =>
    generate({ secret, epoch: Math.floor(world.clock.now().getTime() / 1000) });

  test('set up in the session is asked for at the next sign-in, and proves who one is', async () => {
    const visit = await visitOf(olive);
    const begun = await visit.call(api.self.beginSecondFactor);
    const { secret } = begun.body;
    expect((await visit.call(api.self.confirmSecondFactor, { code: await code(secret) })).status).toBe(200);
    later(STEP_UP_MS);
    const proof = await visit.call(api.auth.confirm, { code: await code(secret) });
    expect(proof.status).toBe(200);
    const again = new Visit();
    const asked = await again.signIn(olive);
    expect([asked.status, asked.body.error.code]).toEqual([428, 'second_factor_wanted']);
    later(30_000);
    const entered = await again.signIn(olive, await code(secret));
    expect(entered.body).toMatchObject({ secondFactor: 'on' });
  });

  test('wanted by the rules is all that can be done before it is there', async () => {
    await world.ctx.db.insert(settings).values({ key: SECOND_FACTOR_RULE_KEY, value: 'owners' });
    const visit = new Visit();
    expect((await visit.signIn(olive)).body).toMatchObject({ secondFactor: 'missing' });
    const refused = await visit.call(api.customers.list);
    expect([refused.status, refused.body.error.code]).toEqual([403, 'second_factor_missing']);
    const { secret } = (await visit.call(api.self.beginSecondFactor)).body;
    await visit.call(api.self.confirmSecondFactor, { code: await code(secret) });
    expect((await visit.call(api.customers.list)).status).toBe(200);
    expect((await (await visitOf(otto)).call(api.customers.list)).status).toBe(200);
  });
});
