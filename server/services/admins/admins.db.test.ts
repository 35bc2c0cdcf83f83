import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { admins, apiTokens, auditLog } from '#shared/schema/index.ts';
import { testAdmins } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { createAdmin } from './create-admin.ts';
import { ensureFirstAdmin } from './ensure-first-admin.ts';
import { findSessionAdmin } from './find-session-admin.ts';
import { signIn } from './sign-in.ts';
import { createToken } from './tokens/create-token.ts';
import { findToken } from './tokens/find-token.ts';

const { olive, vera } = testAdmins;
const origin = { address: '192.0.2.9', requestId: 'req-1' };

let world: TestContext;
beforeEach(async () => {
  world = await testContext();
});
afterEach(() => world.close());

const audited = async () =>
  (await world.ctx.db.select().from(auditLog).orderBy(auditLog.id)).map((entry) => entry.action);
const enter = (email: string, password: string) => signIn(world.ctx, { email, password }, origin);

describe('signing in', () => {
  beforeEach(async () => {
    await createAdmin(world.ctx, olive);
  });

  test('olive is let in, however she spells her e-mail, and it is audited', async () => {
    const admin = await enter('Olive@Host.Example', olive.password);
    expect(admin).toEqual({ id: 1, email: olive.email, name: olive.name, role: 'owner', sessionEra: 0 });
    const [entry] = await world.ctx.db.select().from(auditLog).where(eq(auditLog.action, 'admin.signed_in'));
    expect(entry).toMatchObject({ actor: 'admin:1', actorName: olive.name, ...origin });
  });

  test('a wrong password, an unknown e-mail and a disabled admin hear the same words', async () => {
    await createAdmin(world.ctx, vera);
    await world.ctx.db
      .update(admins)
      .set({ disabledAt: world.clock.now() })
      .where(eq(admins.email, vera.email));
    const refusals = await Promise.allSettled([
      enter(olive.email, 'wrong'),
      enter('nobody@host.example', 'wrong'),
      enter(vera.email, vera.password),
    ]);
    const heard = refusals.map((refusal) => refusal.status === 'rejected' && refusal.reason);
    for (const error of heard) {
      expect(error).toMatchObject({
        code: 'unauthenticated',
        message: 'The e-mail or the password is wrong.',
        facts: {},
      });
    }
    expect((await audited()).filter((action) => action === 'admin.sign_in_refused')).toHaveLength(3);
  });

  test('no password is written anywhere in the audit', async () => {
    await enter(olive.email, 'a-wrong-password').catch(() => {});
    await enter(olive.email, olive.password);
    const text = JSON.stringify(await world.ctx.db.select().from(auditLog));
    expect(text).not.toContain(olive.password);
    expect(text).not.toContain('a-wrong-password');
  });

  test('a session of a disabled admin is nobody, and a changed role counts at once', async () => {
    const session = { adminId: 1, era: 0, beganAt: world.clock.now() };
    const found = () => findSessionAdmin(world.ctx, session);
    expect(await found()).toEqual({ id: 1, name: olive.name, role: 'owner', secondFactorMissing: false });
    await world.ctx.db.update(admins).set({ role: 'viewer' });
    expect(await found()).toMatchObject({ role: 'viewer' });
    await world.ctx.db.update(admins).set({ disabledAt: world.clock.now() });
    expect(await found()).toBeNull();
  });
});

describe('a session is nobody', () => {
  const WEEK_MS = 7 * 86_400_000;
  test.each`
    because                                  | era  | agoMs          | is
    ${'it began this moment'}                | ${0} | ${0}           | ${'somebody'}
    ${'it is a millisecond short of a week'} | ${0} | ${WEEK_MS - 1} | ${'somebody'}
    ${'it is a week old, however much used'} | ${0} | ${WEEK_MS}     | ${'nobody'}
    ${'its era is over'}                     | ${1} | ${0}           | ${'nobody'}
  `('or not: $because, so $is', async ({ era, agoMs, is }) => {
    await createAdmin(world.ctx, olive);
    const beganAt = new Date(world.clock.now().getTime() - agoMs);
    const found = await findSessionAdmin(world.ctx, { adminId: 1, era, beganAt });
    expect(found ? 'somebody' : 'nobody').toBe(is);
  });

  test('when nobody knows when it began', async () => {
    await createAdmin(world.ctx, olive);
    const beganAt = new Date('no instant');
    expect(await findSessionAdmin(world.ctx, { adminId: 1, era: 0, beganAt })).toBeNull();
  });
});

describe('a new admin', () => {
  test.each`
    field         | value
    ${'password'} | ${'elevenchars'}
    ${'password'} | ${'x'.repeat(201)}
    ${'email'}    | ${'not an e-mail'}
    ${'name'}     | ${'  '}
    ${'role'}     | ${'emperor'}
  `('is refused with the $field $value', async ({ field, value }) => {
    await expect(createAdmin(world.ctx, { ...olive, [field]: value })).rejects.toMatchObject({
      issues: [expect.objectContaining({ path: [field] })],
    });
    expect(await audited()).toEqual([]);
  });

  test('with a password that is easy to guess is refused, with the remedy', async () => {
    const refused = createAdmin(world.ctx, { ...olive, password: 'password123456' });
    await expect(refused).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ path: 'password', message: expect.stringMatching(/easy to guess.*several words/) }],
    });
    expect(await audited()).toEqual([]);
  });

  test('with a taken e-mail is refused, in any case of letters', async () => {
    await createAdmin(world.ctx, olive);
    await expect(createAdmin(world.ctx, { ...vera, email: 'OLIVE@host.example' })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await audited()).toEqual(['admin.created']);
  });
});

describe('the first admin', () => {
  test('is made once, by one of the instances that start together', async () => {
    const made = await Promise.all(Array.from({ length: 5 }, () => ensureFirstAdmin(world.ctx)));
    const [first, ...others] = made.filter((admin) => admin !== null);
    expect(others).toEqual([]);
    expect(first?.password).toMatch(/^[\w-]{20}$/);
    await expect(enter(first?.email ?? '', first?.password ?? '')).resolves.toMatchObject({ role: 'owner' });
    expect(await ensureFirstAdmin(world.ctx)).toBeNull();
  });

  test('is the one of the environment, whose password is not repeated', async () => {
    const env = { ...world.ctx.env, adminEmail: olive.email, adminPassword: olive.password };
    expect(await ensureFirstAdmin({ ...world.ctx, env })).toEqual({ email: olive.email, password: null });
    await expect(enter(olive.email, olive.password)).resolves.toMatchObject({ role: 'owner' });
  });
});

describe('an API token', () => {
  const make = (expiresAt?: Date) => createToken(world.ctx, { name: 'nightly', role: 'operator', expiresAt });
  const later = (ms: number) => new Date(world.clock.now().getTime() + ms);

  test('is found by its text, which is kept nowhere', async () => {
    const { token, id } = await make();
    expect(token).toMatch(/^sky_[\w-]{43}$/);
    expect(await findToken(world.ctx, token)).toEqual({
      ...{ id, name: 'nightly', role: 'operator' },
      ...{ permissions: null, sensitive: false },
    });
    const kept = JSON.stringify([
      await world.ctx.db.select().from(apiTokens),
      await world.ctx.db.select().from(auditLog),
    ]);
    expect(kept).not.toContain(token.slice(10));
  });

  test('is nobody once it is revoked, expired or changed by a letter', async () => {
    const { token } = await make(later(3_600_000));
    expect(await findToken(world.ctx, `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).toBeNull();
    expect(await findToken(world.ctx, '')).toBeNull();
    world.clock.advance(3_600_000);
    expect(await findToken(world.ctx, token)).toBeNull();
    const { token: other } = await make();
    await world.ctx.db.update(apiTokens).set({ revokedAt: world.clock.now() });
    expect(await findToken(world.ctx, other)).toBeNull();
  });

  test('notes its use once a minute at most', async () => {
    const { token } = await make();
    const used = async () => {
      await findToken(world.ctx, token);
      const [row] = await world.ctx.db.select({ at: apiTokens.lastUsedAt }).from(apiTokens);
      return row?.at;
    };
    const first = await used();
    expect(first).toEqual(world.clock.now());
    world.clock.advance(59_000);
    expect(await used()).toEqual(first);
    world.clock.advance(2_000);
    expect(await used()).toEqual(world.clock.now());
  });

  test('that would be expired at birth is refused', async () => {
    await expect(make(later(-1))).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
