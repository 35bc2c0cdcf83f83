import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { parseMoney } from '#shared/billing/money.ts';
import { customers, rates, servers } from '#shared/schema/index.ts';
import { everyPage } from '../../testing/every-page.ts';
import { aCustomer, aRate, aServer } from '../../testing/factories.ts';
import { people } from '../../testing/people.ts';
import { STORY_START, type TestContext, testContext } from '../../testing/test-context.ts';
import { adjustWallet } from '../wallets/adjust-wallet.ts';
import { getCustomer } from './get-customer.ts';
import { listCustomers } from './list-customers.ts';

const from = new Date(STORY_START);
const { ada, bram, chidi, dora } = people;
const NAMELESS = 21;
let world: TestContext;

/** A running hour costs 0.01. Ada runs two servers, bram one and a stopped one, chidi one at half price. */
beforeAll(async () => {
  world = await testContext();
  const { ctx } = world;
  for (const { id, name } of Object.values(people)) await aCustomer(ctx, id, name);
  for (const id of [NAMELESS, NAMELESS + 1]) await aCustomer(ctx, id);
  await ctx.db.update(customers).set({ name: null }).where(eq(customers.id, NAMELESS));
  await ctx.db
    .update(customers)
    .set({ name: null })
    .where(eq(customers.id, NAMELESS + 1));
  await aRate(ctx, { price: '7.30' });
  for (const id of [1, 2]) await aServer(ctx, { id, customerId: ada.id, from });
  await aServer(ctx, { id: 3, customerId: bram.id, from });
  await aServer(ctx, { id: 4, customerId: bram.id, from, state: 'stopped' });
  await aServer(ctx, { id: 5, customerId: chidi.id, from });
  await aServer(ctx, { id: 6, customerId: dora.id, packageId: 2, from });
  await aServer(ctx, { id: 7, customerId: dora.id, from });
  await ctx.db.update(servers).set({ goneAt: from }).where(eq(servers.id, 7));
  await ctx.db.insert(rates).values([
    { serverId: 5, monthlyPriceMicros: parseMoney('3.65'), effectiveFrom: from },
    { packageId: 1, monthlyPriceMicros: parseMoney('100'), effectiveFrom: new Date('2026-12-01Z') },
  ]);
  await pay(ada.id, '10.00');
  await pay(chidi.id, '0.024');
});
afterAll(() => world.close());

const pay = (id: number, amount: string) =>
  adjustWallet(world.ctx, {
    id,
    direction: 'credit',
    amount: parseMoney(amount),
    reason: 'a bank transfer',
    idempotencyKey: `test-${id}-paid`,
  });
const list = (wish: Partial<InputOf<typeof api.customers.list>> = {}) =>
  listCustomers(world.ctx, { sort: 'id', limit: 50, ...wish });

test.each`
  who         | servers | balance        | burn       | hoursLeft | because
  ${ada.id}   | ${2}    | ${10_000_000n} | ${20_000n} | ${500}    | ${'two running servers'}
  ${bram.id}  | ${2}    | ${0n}          | ${10_000n} | ${0}      | ${'a stopped one costs nothing, and nothing was paid'}
  ${chidi.id} | ${1}    | ${24_000n}     | ${5_000n}  | ${4}      | ${'its own price wins; whole hours only'}
  ${dora.id}  | ${1}    | ${0n}          | ${0n}      | ${null}   | ${'without a price, or gone, nothing burns'}
`('customer $who burns $burn micros an hour and lasts $hoursLeft: $because', async (row) => {
  expect(await getCustomer(world.ctx, { id: row.who })).toMatchObject({
    servers: row.servers,
    balance: row.balance,
    burnPerHour: row.burn,
    hoursLeft: row.hoursLeft,
  });
});

test('a list tells of each customer what reading that one tells', async () => {
  for (const row of (await list()).rows) {
    expect(await getCustomer(world.ctx, { id: row.id })).toMatchObject({ ...row });
  }
});

test.each`
  sort         | order                                                           | because
  ${'id'}      | ${[ada.id, bram.id, chidi.id, dora.id, NAMELESS, NAMELESS + 1]} | ${''}
  ${'name'}    | ${[ada.id, bram.id, chidi.id, dora.id, NAMELESS, NAMELESS + 1]} | ${'those without a name last'}
  ${'balance'} | ${[bram.id, dora.id, NAMELESS, NAMELESS + 1, chidi.id, ada.id]} | ${'the emptiest wallets first'}
`('pages by $sort run through all, without a gap or a repeat $because', async ({ sort, order }) => {
  const pages = await everyPage((cursor) => list({ sort, cursor, limit: 1 }));
  expect(pages.flatMap(({ rows }) => rows.map(({ id }) => id))).toEqual(order);
  expect(pages[0]?.total).toBe(6);
});

test.each`
  search              | found
  ${'ADEBAYO'}        | ${[ada.id]}
  ${'@example.com'}   | ${[ada.id, bram.id, chidi.id, dora.id, NAMELESS, NAMELESS + 1]}
  ${String(NAMELESS)} | ${[NAMELESS]}
  ${'nobody'}         | ${[]}
`('"$search" finds $found', async ({ search, found }) => {
  const { rows, total } = await list({ search });
  expect(rows.map(({ id }) => id)).toEqual(found);
  expect(total).toBe(found.length);
});

test('a cursor of another order is refused, and an unknown customer is not found', async () => {
  const { nextCursor } = await list({ limit: 1 });
  for (const sort of ['name', 'balance'] as const) {
    await expect(list({ sort, cursor: nextCursor ?? '' })).rejects.toMatchObject({ code: 'invalid_input' });
  }
  for (const id of [99, 4_000_000_000]) {
    await expect(getCustomer(world.ctx, { id })).rejects.toMatchObject({ code: 'not_found' });
  }
});
