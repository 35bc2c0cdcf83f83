import request from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { account } from '#shared/api/account.ts';
import { api } from '#shared/api/index.ts';
import { can, type Permission } from '#shared/auth/roles.ts';
import { auditLog, customerLinks, rateLimits } from '#shared/schema/index.ts';
import { createApp } from '../../app.ts';
import { linkLimits } from '../../http/rate-limit.ts';
import { aCustomer } from '../../testing/factories.ts';
import { noCron } from '../../testing/no-cron.ts';
import { actorOf, people } from '../../testing/people.ts';
import { STORY_START, type TestContext, testContext } from '../../testing/test-context.ts';
import { addressOfLink } from './customer-link-url.ts';
import { issueCustomerLink, type LinkWish } from './issue-customer-link.ts';
import { listCustomerLinks } from './list-customer-links.ts';
import { revokeCustomerLink } from './revoke-customer-link.ts';

const DAY_MS = 86_400_000;
let world: TestContext;
let app: ReturnType<typeof createApp>;
let key = 0;

beforeAll(async () => {
  const env = { publicUrl: 'https://billing.host.example' };
  world = await testContext({ actor: actorOf('otto', 7), env });
  for (const { id, name } of Object.values(people)) await aCustomer(world.ctx, id, name);
});
afterAll(() => world.close());
// Nobody was refused yet.
beforeEach(async () => {
  world.clock.set(STORY_START);
  await world.ctx.db.delete(rateLimits);
  app = createApp({ context: world.ctx, cron: noCron, installation: { demo: false, version: '1' } });
});

const issue = (wish: Partial<LinkWish> = {}) => {
  key += 1;
  return issueCustomerLink(world.ctx, {
    id: people.ada.id,
    days: 7,
    idempotencyKey: `key-number-${key}`,
    ...wish,
  });
};
const open = (token: string) => request(app).get(account.get.path).set('authorization', `Bearer ${token}`);
const state = async () => [
  await world.ctx.db.select().from(customerLinks),
  await world.ctx.db.select().from(auditLog),
];
const inDays = (days: number) => new Date(new Date(STORY_START).getTime() + days * DAY_MS);

describe('a link', () => {
  test('opens the page of its customer until it expires, and notes that it was used', async () => {
    const { token, link, url } = await issue();
    expect(token).toMatch(/^skylink_[\w-]{43}$/);
    expect(url).toBe(`https://billing.host.example/account#${token}`);
    expect(link).toMatchObject({ status: 'open', expiresAt: inDays(7), lastUsedAt: null });
    const { body } = await open(token).expect(200);
    expect(body).toMatchObject({
      name: people.ada.name,
      balance: '0.00',
      linkExpiresAt: inDays(7).toISOString(),
    });
    const { rows } = await listCustomerLinks(world.ctx, { id: people.ada.id, limit: 1 });
    expect(rows).toMatchObject([{ id: link.id, lastUsedAt: world.clock.now() }]);
  });

  test('is told by the database to nobody: neither its token nor what it could be made from alone', async () => {
    const { token } = await issue();
    const kept = JSON.stringify(await state());
    expect(kept).not.toContain(token);
    expect(kept).not.toContain(token.slice('skylink_'.length));
  });

  test('issued for a notice can be told again by whoever sends it', async () => {
    const { link, url } = await issue({ purpose: 'notice' });
    expect(await addressOfLink(world.ctx, { id: link.id })).toBe(url);
  });

  const flipped = (token: string) => `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
  const refused: [because: string, bring: () => Promise<string>, link: string, says: RegExp][] = [
    ['altered in its last letter', async () => flipped((await issue()).token), 'unknown', /as it was sent/],
    ['cut short by a mail', async () => (await issue()).token.slice(0, 30), 'unknown', /not whole/],
    ['made up', async () => `skylink_${'A'.repeat(43)}`, 'unknown', /not one of ours/],
    [
      'expired, to the millisecond',
      async () => {
        const { token } = await issue({ days: 1 });
        world.clock.set(inDays(1));
        return token;
      },
      'expired',
      /expired.*new one/,
    ],
    [
      'withdrawn, and shown again afterwards',
      async () => {
        const { token, link } = await issue();
        await open(token).expect(200);
        await revokeCustomerLink(world.ctx, { id: link.id });
        return token;
      },
      'revoked',
      /withdrawn.*new one/,
    ],
  ];
  test.each(refused)('that is %s is refused, and says why', async (_because, bring, link, says) => {
    const { body } = await open(await bring()).expect(401);
    expect(body.error).toMatchObject({
      code: 'unauthenticated',
      message: expect.stringMatching(says),
      facts: { link },
    });
  });

  test('is good until the last millisecond', async () => {
    const { token } = await issue({ days: 1 });
    world.clock.set(new Date(inDays(1).getTime() - 1));
    await open(token).expect(200);
  });

  test('goes on when another of the same customer is withdrawn', async () => {
    const [kept, gone] = [await issue(), await issue()];
    await revokeCustomerLink(world.ctx, { id: gone.link.id });
    await open(kept.token).expect(200);
  });

  test('of somebody else shows somebody else', async () => {
    const { token } = await issue({ id: people.bram.id });
    expect((await open(token)).body.name).toBe(people.bram.name);
  });
});

describe('too many requests', () => {
  test('with links that open nothing shut the door to their address for a while; others are served', async () => {
    const { token } = await issue();
    const guess = () => open(`skylink_${'B'.repeat(43)}`);
    for (let tries = 0; tries < linkLimits.refusedPerAddress; tries += 1) await guess().expect(401);
    const { body, headers } = await guess().expect(429);
    expect(body.error.code).toBe('too_many_requests');
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    await request(app).get('/api/auth/hints').expect(200);
    expect((await open(token)).status, 'from the same address').toBe(429);
  });
});

describe('an admin', () => {
  test('issues and withdraws, and both are in the audit log without the token', async () => {
    const { link, token } = await issue();
    await revokeCustomerLink(world.ctx, { id: link.id });
    const entries = (await world.ctx.db.select().from(auditLog)).slice(-2);
    expect(entries).toMatchObject([
      {
        action: 'customer_link.issued',
        subject: 'customer:11',
        actor: 'admin:7',
        after: { linkId: link.id, purpose: 'page', expiresAt: inDays(7).toISOString() },
      },
      { action: 'customer_link.revoked', subject: 'customer:11', after: { linkId: link.id } },
    ]);
    expect(JSON.stringify(entries)).not.toContain(token);
  });

  test('who repeats it changes nothing and is told the same', async () => {
    const first = await issue({ idempotencyKey: 'pressed-twice' });
    const before = await state();
    const second = await issue({ idempotencyKey: 'pressed-twice' });
    expect(second).toEqual(first);
    expect(await state()).toEqual(before);
    const withdrawn = await revokeCustomerLink(world.ctx, { id: first.link.id });
    const after = await state();
    expect(await revokeCustomerLink(world.ctx, { id: first.link.id })).toEqual(withdrawn);
    expect(await state()).toEqual(after);
    expect((await issue({ idempotencyKey: 'pressed-twice' })).link.status, 'it stays withdrawn').toBe(
      'revoked',
    );
  });

  test('who asks at once many times with one key gets one link', async () => {
    const many = await Promise.all([1, 2, 3, 4, 5].map(() => issue({ idempotencyKey: 'all-at-once' })));
    expect(new Set(many.map(({ token }) => token)).size).toBe(1);
  });

  test('with a used key and another wish, or for nobody, is refused', async () => {
    await issue({ idempotencyKey: 'a-used-key' });
    await expect(issue({ idempotencyKey: 'a-used-key', days: 30 })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(issue({ id: 99 })).rejects.toMatchObject({ code: 'not_found' });
    await expect(revokeCustomerLink(world.ctx, { id: 9_999 })).rejects.toMatchObject({ code: 'not_found' });
    await expect(listCustomerLinks(world.ctx, { id: 99, limit: 5 })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('pages through the links of one customer, newest first', async () => {
    const id = people.dora.id;
    for (let count = 0; count < 3; count += 1) await issue({ id });
    const first = await listCustomerLinks(world.ctx, { id, limit: 2 });
    const rest = await listCustomerLinks(world.ctx, { id, limit: 2, cursor: first.nextCursor ?? '' });
    expect([first.rows.length, rest.rows.length, rest.nextCursor]).toEqual([2, 1, null]);
    const ids = [...first.rows, ...rest.rows].map((link) => link.id);
    expect(ids).toEqual([...ids].sort((one, other) => other - one));
  });

  test('who only views may do neither', () => {
    for (const row of [api.customerLinks.issue, api.customerLinks.revoke]) {
      expect(can('viewer', row.access as Permission)).toBe(false);
      expect(can('support', row.access as Permission)).toBe(true);
    }
  });
});
