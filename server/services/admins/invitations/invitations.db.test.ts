import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { adminInvitations, admins, auditLog } from '#shared/schema/index.ts';
import { actorOf, testAdmins } from '../../../testing/people.ts';
import { type TestContext, testContext } from '../../../testing/test-context.ts';
import { createAdmin } from '../create-admin.ts';
import { acceptInvitation, readInvitation } from './accept-invitation.ts';
import { inviteAdmin } from './invite-admin.ts';
import { listInvitations } from './list-invitations.ts';
import { revokeInvitation } from './revoke-invitation.ts';

const { olive, otto } = testAdmins;
const DAY_MS = 86_400_000;
const origin = { address: '192.0.2.9', requestId: 'req-1' };

let world: TestContext;
let key = 0;
beforeEach(async () => {
  const env = { publicUrl: 'https://billing.host.example' };
  world = await testContext({ actor: actorOf('olive'), env });
  await createAdmin(world.ctx, olive);
});
afterEach(() => world.close());

type Wish = InputOf<typeof api.invitations.invite>;
const invite = (wish: Partial<Wish> = {}) => {
  key += 1;
  return inviteAdmin(world.ctx, {
    ...{ email: otto.email, role: 'operator', days: 3, idempotencyKey: `invitation-${key}` },
    ...wish,
  });
};
/** As whoever holds the link: signed in as nobody. */
const visitor = () => ({ ...world.ctx, actor: { kind: 'system' as const, name: 'visitor' } });
const accept = (token: string, password: string = otto.password) =>
  acceptInvitation(visitor(), { token, name: otto.name, password }, origin);
const state = async () => [
  await world.ctx.db.select().from(admins),
  await world.ctx.db.select().from(adminInvitations),
  await world.ctx.db.select().from(auditLog),
];

test('otto becomes what he was invited as, with a name and a password of his own', async () => {
  const { token, url, invitation } = await invite();
  expect(url).toBe(`https://billing.host.example/invitation#${token}`);
  expect(token).toMatch(/^skyinvite_[\w-]{43}$/);
  expect(invitation).toMatchObject({ status: 'open', invitedBy: olive.name, role: 'operator' });
  expect(await readInvitation(visitor(), { token })).toMatchObject({ email: otto.email, role: 'operator' });
  const entered = await accept(token);
  expect(entered).toMatchObject({ email: otto.email, name: otto.name, role: 'operator' });
  const { rows } = await listInvitations(world.ctx, { limit: 5 });
  expect(rows).toMatchObject([{ status: 'accepted', acceptedAt: world.clock.now() }]);
  const entries = await world.ctx.db.select().from(auditLog).where(eq(auditLog.subject, 'invitation:1'));
  expect(entries).toMatchObject([
    { action: 'admin.invited', actor: 'admin:1' },
    { action: 'admin.invitation_accepted', actor: `admin:${entered.id}`, ...origin },
  ]);
});

test('the database alone opens nothing, and the audit log tells no link', async () => {
  const { token } = await invite();
  const kept = JSON.stringify(await state());
  expect(kept).not.toContain(token);
  expect(kept).not.toContain(token.slice('skyinvite_'.length));
});

test('two who open one link at once become one admin', async () => {
  const { token } = await invite();
  const tries = await Promise.allSettled([1, 2, 3].map(() => accept(token)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await world.ctx.db.select().from(admins)).toHaveLength(2);
});

describe('a link is refused, and says why', () => {
  const refused: [because: string, bring: () => Promise<string>, says: RegExp][] = [
    ['made up', async () => `skyinvite_${'A'.repeat(43)}`, /not one of ours/],
    ['cut short', async () => (await invite()).token.slice(0, -3), /not one of ours/],
    [
      'expired, to the millisecond',
      async () => {
        const { token } = await invite({ days: 1 });
        world.clock.advance(DAY_MS);
        return token;
      },
      /expired/,
    ],
    [
      'withdrawn',
      async () => {
        const { token, invitation } = await invite();
        await revokeInvitation(world.ctx, { id: invitation.id });
        return token;
      },
      /withdrawn/,
    ],
    [
      'used once already',
      async () => {
        const { token } = await invite();
        await accept(token);
        return token;
      },
      /accepted already/,
    ],
  ];
  test.each(refused)('that is %s', async (_because, bring, says) => {
    const token = await bring();
    const before = await state();
    for (const tried of [() => readInvitation(visitor(), { token }), () => accept(token)]) {
      await expect(tried()).rejects.toMatchObject({
        code: 'unauthenticated',
        message: expect.stringMatching(says),
      });
    }
    expect(await state()).toEqual(before);
  });

  test('but is good until the last millisecond', async () => {
    const { token } = await invite({ days: 1 });
    world.clock.advance(DAY_MS - 1);
    await expect(accept(token)).resolves.toMatchObject({ email: otto.email });
  });

  test('and a password that is easy to guess uses nothing up', async () => {
    const { token } = await invite();
    await expect(accept(token, 'otto-operator')).rejects.toMatchObject({ fields: [{ path: 'password' }] });
    await expect(accept(token)).resolves.toMatchObject({ email: otto.email });
  });
});

describe('an owner', () => {
  test('who repeats it is told the same link, and changes nothing', async () => {
    const first = await invite({ idempotencyKey: 'pressed-twice' });
    const before = await state();
    expect(await invite({ idempotencyKey: 'pressed-twice' })).toEqual(first);
    expect(await state()).toEqual(before);
    const other = invite({ idempotencyKey: 'pressed-twice', role: 'owner' });
    await expect(other).rejects.toMatchObject({ code: 'conflict' });
  });

  test('cannot invite who is there already, in any case of letters', async () => {
    await expect(invite({ email: 'OLIVE@host.example' })).rejects.toMatchObject({ code: 'conflict' });
    expect(await world.ctx.db.select().from(adminInvitations)).toEqual([]);
  });

  test('withdraws once; a repeat changes nothing; what was accepted stays', async () => {
    const { invitation } = await invite();
    await revokeInvitation(world.ctx, { id: invitation.id });
    const before = await state();
    expect(await revokeInvitation(world.ctx, { id: invitation.id })).toMatchObject({ status: 'revoked' });
    expect(await state()).toEqual(before);
    const { token, invitation: second } = await invite();
    await accept(token);
    await expect(revokeInvitation(world.ctx, { id: second.id })).rejects.toMatchObject({ code: 'refused' });
    await expect(revokeInvitation(world.ctx, { id: 99 })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('pages through them, newest first', async () => {
    for (const who of ['a', 'b', 'c']) await invite({ email: `${who}@host.example` });
    const first = await listInvitations(world.ctx, { limit: 2 });
    const rest = await listInvitations(world.ctx, { limit: 2, cursor: first.nextCursor ?? '' });
    expect([...first.rows, ...rest.rows].map(({ email }) => email[0])).toEqual(['c', 'b', 'a']);
    expect(rest.nextCursor).toBeNull();
  });
});
