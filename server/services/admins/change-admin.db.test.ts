import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Role } from '#shared/auth/roles.ts';
import { adminSessions, admins, auditLog } from '#shared/schema/index.ts';
import { actorOf, testAdmins } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { disableAdmin, enableAdmin, setRole } from './change-admin.ts';
import { createAdmin } from './create-admin.ts';
import { findSessionAdmin } from './find-session-admin.ts';
import { listAdmins } from './list-admins.ts';
import { signIn } from './sign-in.ts';

const { olive, otto } = testAdmins;
const OLIVE = 1;
const OTTO = 2;

let world: TestContext;
beforeEach(async () => {
  world = await testContext({ actor: actorOf('olive', OLIVE) });
  await createAdmin(world.ctx, olive);
  await createAdmin(world.ctx, otto);
});
afterEach(() => world.close());

const as = (id: number, role: Role = 'owner') => ({ ...world.ctx, actor: { ...actorOf('olive', id), role } });
const entries = async () => world.ctx.db.select().from(auditLog).orderBy(auditLog.id);
const sessionOf = (adminId: number) =>
  findSessionAdmin(world.ctx, { adminId, era: 0, beganAt: world.clock.now() });

/** A session of otto's as the store keeps it. */
async function ottoIsSignedIn(): Promise<void> {
  const sess = { adminId: OTTO, era: 0, beganAt: world.clock.now().toISOString() };
  await world.ctx.db.insert(adminSessions).values({ sid: 'x', sess, expire: new Date('2999-01-01') });
}

describe('another role', () => {
  test('counts at once, ends their sessions, and is audited', async () => {
    await ottoIsSignedIn();
    expect(await setRole(world.ctx, { id: OTTO, role: 'viewer' })).toMatchObject({ role: 'viewer' });
    expect(await sessionOf(OTTO)).toBeNull();
    expect(await world.ctx.db.select().from(adminSessions)).toEqual([]);
    expect((await entries()).at(-1)).toMatchObject({
      ...{ action: 'admin.role_changed', subject: 'admin:2', actor: 'admin:1' },
      ...{ before: { role: 'operator' }, after: { role: 'viewer' } },
    });
  });

  test('that is the one they have changes nothing', async () => {
    await ottoIsSignedIn();
    const before = await entries();
    await setRole(world.ctx, { id: OTTO, role: 'operator' });
    expect(await entries()).toEqual(before);
    expect(await sessionOf(OTTO)).toMatchObject({ id: OTTO });
    expect(await world.ctx.db.select().from(adminSessions)).toHaveLength(1);
  });
});

describe('disabled', () => {
  test('otto is nobody at once; enabled again he signs in anew', async () => {
    await ottoIsSignedIn();
    expect(await disableAdmin(world.ctx, { id: OTTO })).toMatchObject({ disabledAt: world.clock.now() });
    expect(await sessionOf(OTTO)).toBeNull();
    const before = await entries();
    await disableAdmin(world.ctx, { id: OTTO });
    expect(await entries(), 'a repeat changes nothing').toEqual(before);
    expect(await enableAdmin(world.ctx, { id: OTTO })).toMatchObject({ disabledAt: null });
    expect(await sessionOf(OTTO), 'the old session stays over').toBeNull();
    expect((await entries()).slice(-1)).toMatchObject([{ action: 'admin.enabled' }]);
  });
});

describe('there is always an owner', () => {
  test('nobody changes their own role or disables themselves', async () => {
    await expect(setRole(world.ctx, { id: OLIVE, role: 'viewer' })).rejects.toMatchObject({
      code: 'refused',
    });
    await expect(disableAdmin(world.ctx, { id: OLIVE })).rejects.toMatchObject({ code: 'refused' });
  });

  test('nor does a token take the last one away', async () => {
    const token = {
      kind: 'token',
      id: 1,
      name: 'script',
      role: 'owner',
      address: null,
      requestId: null,
    } as const;
    const ctx = { ...world.ctx, actor: token };
    await expect(disableAdmin(ctx, { id: OLIVE })).rejects.toMatchObject({ message: /last owner/ });
    await expect(setRole(ctx, { id: OLIVE, role: 'operator' })).rejects.toMatchObject({
      message: /last owner/,
    });
  });

  test('two owners who disable each other at once leave one', async () => {
    await setRole(world.ctx, { id: OTTO, role: 'owner' });
    const tries = await Promise.allSettled([
      disableAdmin(as(OLIVE), { id: OTTO }),
      disableAdmin(as(OTTO), { id: OLIVE }),
    ]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const left = (await world.ctx.db.select().from(admins)).filter((admin) => !admin.disabledAt);
    expect(left).toHaveLength(1);
  });
});

test('the list tells who may sign in, page by page, and no hash', async () => {
  const signedInAt = world.clock.now();
  await signIn(
    world.ctx,
    { email: olive.email, password: olive.password },
    { address: null, requestId: null },
  );
  world.clock.advance(60_000);
  const first = await listAdmins(world.ctx, { limit: 1 });
  const rest = await listAdmins(world.ctx, { limit: 1, cursor: first.nextCursor ?? '' });
  const rows = [...first.rows, ...rest.rows];
  expect(rows).toMatchObject([
    { id: OLIVE, email: olive.email, role: 'owner', secondFactor: false, lastSignInAt: signedInAt },
    { id: OTTO, email: otto.email, role: 'operator', lastSignInAt: null },
  ]);
  expect(JSON.stringify(rows)).not.toContain('argon2');
  await expect(setRole(world.ctx, { id: 99, role: 'viewer' })).rejects.toMatchObject({ code: 'not_found' });
});
