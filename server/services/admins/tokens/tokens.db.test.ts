import { afterEach, beforeEach, expect, test } from 'vitest';
import type { InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { apiTokens, auditLog } from '#shared/schema/index.ts';
import { actorOf, testAdmins } from '../../../testing/people.ts';
import { type TestContext, testContext } from '../../../testing/test-context.ts';
import { createAdmin } from '../create-admin.ts';
import { findToken } from './find-token.ts';
import { listTokens } from './list-tokens.ts';
import { makeToken } from './make-token.ts';
import { revokeToken } from './revoke-token.ts';

const { olive } = testAdmins;
let world: TestContext;
let key = 0;
beforeEach(async () => {
  world = await testContext({ actor: actorOf('olive') });
  await createAdmin(world.ctx, olive);
});
afterEach(() => world.close());

type Wish = InputOf<typeof api.tokens.make>;
const make = (wish: Partial<Wish> = {}) => {
  key += 1;
  return makeToken(world.ctx, {
    ...{ name: 'nightly', role: 'operator', permissions: null, sensitive: false, days: 30 },
    ...{ idempotencyKey: `token-number-${key}`, ...wish },
  });
};
const state = async () => [
  await world.ctx.db.select().from(apiTokens),
  await world.ctx.db.select().from(auditLog),
];

test('a token is told once, and lists tell whose it is and when it was used, never its text', async () => {
  const { token, text } = await make({ permissions: ['billing.read'], sensitive: true });
  expect(text).toMatch(/^sky_[\w-]{43}$/);
  expect(token).toMatchObject({ status: 'open', madeBy: olive.name, lastUsedAt: null, sensitive: true });
  expect(await findToken(world.ctx, text ?? '')).toMatchObject({
    permissions: ['billing.read'],
    sensitive: true,
  });
  const { rows } = await listTokens(world.ctx, { limit: 5 });
  expect(rows).toMatchObject([{ id: token.id, lastUsedAt: world.clock.now(), prefix: text?.slice(0, 10) }]);
  const told = JSON.stringify([rows, await state()]);
  expect(told).not.toContain(text?.slice(10));
});

test('a repeat makes no second one and tells no text; the key with another wish is refused', async () => {
  const first = await make({ idempotencyKey: 'pressed-twice' });
  const before = await state();
  const second = await make({ idempotencyKey: 'pressed-twice' });
  expect(second).toEqual({ token: first.token, text: null });
  expect(await state()).toEqual(before);
  const other = make({ idempotencyKey: 'pressed-twice', role: 'owner' });
  await expect(other).rejects.toMatchObject({ code: 'conflict' });
});

test('a token cannot be given what its role lacks', async () => {
  const wish = make({ role: 'viewer', permissions: ['billing.read', 'rates.write'] });
  await expect(wish).rejects.toMatchObject({
    fields: [{ path: 'permissions', message: 'The role viewer lacks rates.write' }],
  });
});

test('a token ends with its days, or when it is revoked; a repeat changes nothing', async () => {
  const { text: first } = await make({ days: 30 });
  const { text: second, token } = await make({ days: null });
  world.clock.advance(30 * 86_400_000);
  expect(await findToken(world.ctx, first ?? '')).toBeNull();
  expect(await findToken(world.ctx, second ?? '')).not.toBeNull();
  expect(await revokeToken(world.ctx, { id: token.id })).toMatchObject({ status: 'revoked' });
  expect(await findToken(world.ctx, second ?? '')).toBeNull();
  const before = await state();
  await revokeToken(world.ctx, { id: token.id });
  expect(await state()).toEqual(before);
  await expect(revokeToken(world.ctx, { id: 99 })).rejects.toMatchObject({ code: 'not_found' });
  const { rows } = await listTokens(world.ctx, { limit: 5 });
  expect(rows.map(({ status }) => status)).toEqual(['revoked', 'expired']);
});
