import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { packages, rates, servers } from '#shared/schema/index.ts';
import { billAt } from '../../testing/bill-at.ts';
import { everyPage } from '../../testing/every-page.ts';
import { aRate, aServer, billingOn, HOUR_MS, sweepsThrough } from '../../testing/factories.ts';
import { people } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { getServer } from './get-server.ts';
import { listServerCharges } from './list-server-charges.ts';
import { listServers } from './list-servers.ts';

const START = new Date('2026-10-31T20:00:00Z');
const hour = (hours: number) => new Date(START.getTime() + hours * HOUR_MS);
const { ada, bram, dora } = people;
let world: TestContext;

/** Ada has servers 1 to 5, two of one name; bram's 6 is stopped, dora's 7 waits for a price; ten hours, over a month's end. */
beforeAll(async () => {
  world = await testContext({ at: START });
  const { ctx } = world;
  const size = { memoryMb: 1024, storageGb: 20, trafficGb: 0, cpuCores: 1 };
  await ctx.db.insert(packages).values([
    { id: 1, name: 'Small', enabled: true, seenAt: START, ...size },
    { id: 2, name: 'Large', enabled: true, seenAt: START, ...size, memoryMb: 8192 },
  ]);
  await billingOn(ctx, START);
  await aRate(ctx, { price: '7.30' });
  for (const id of [1, 2, 3, 4, 5]) await aServer(ctx, { id, customerId: ada.id, from: START });
  await aServer(ctx, { id: 6, customerId: bram.id, from: START, state: 'stopped' });
  await aServer(ctx, { id: 7, customerId: dora.id, packageId: 2, from: START });
  await ctx.db.update(servers).set({ name: '100%_web' }).where(eq(servers.id, 3));
  await ctx.db.update(servers).set({ name: 'server-2' }).where(eq(servers.id, 5));
  await ctx.db
    .update(servers)
    .set({ name: 'x'.repeat(250) })
    .where(eq(servers.id, 4));
  await ctx.db.update(servers).set(size).where(eq(servers.id, 1));
  await ctx.db.insert(rates).values({ serverId: 2, monthlyPriceMicros: 1n, effectiveFrom: hour(9) });
  await sweepsThrough(ctx, { from: START, until: hour(10) });
  await billAt(world, hour(10));
});
afterAll(() => world.close());

type Wish = Partial<InputOf<typeof api.servers.list>>;
const list = (wish: Wish = {}) => listServers(world.ctx, { sort: 'id', limit: 50, ...wish });
const ids = async (wish: Wish) => (await list(wish)).rows.map(({ id }) => id);

test.each`
  sort       | order
  ${'id'}    | ${[1, 2, 3, 4, 5, 6, 7]}
  ${'name'}  | ${[3, 1, 2, 5, 6, 7, 4]}
  ${'-id'}   | ${[7, 6, 5, 4, 3, 2, 1]}
  ${'-name'} | ${[4, 7, 6, 5, 2, 1, 3]}
`(
  'pages by $sort run through all, without a gap or a repeat, also where names are the same',
  async ({ sort, order }) => {
    const pages = await everyPage((cursor) => list({ sort, cursor, limit: 2 }));
    expect(pages.map(({ rows }) => rows.length)).toEqual([2, 2, 2, 1]);
    expect(pages.flatMap(({ rows }) => rows.map(({ id }) => id))).toEqual(order);
    expect(new Set(pages.map(({ total }) => total))).toEqual(new Set([7]));
    for (const { nextCursor } of pages) expect((nextCursor ?? '').length).toBeLessThanOrEqual(200);
  },
);

test.each`
  wish                                     | found           | because
  ${{ search: 'SERVER-2' }}                | ${[2, 5]}       | ${'a part of the name, whatever the case'}
  ${{ search: '%' }}                       | ${[3]}          | ${'% is a letter here'}
  ${{ search: '0%_w' }}                    | ${[3]}          | ${'and so is _'}
  ${{ search: "' OR 1=1 --" }}             | ${[]}           | ${'text stays text'}
  ${{ state: 'stopped' }}                  | ${[6]}          | ${'by state'}
  ${{ packageId: 2 }}                      | ${[7]}          | ${'by package'}
  ${{ customerId: ada.id, limit: 3 }}      | ${[1, 2, 3]}    | ${'by owner'}
  ${{ setAside: 'yes' }}                   | ${[7]}          | ${'those that wait'}
  ${{ setAside: 'no', search: 'r-' }}      | ${[1, 2, 5, 6]} | ${'those that do not'}
  ${{ priced: 'no' }}                      | ${[7]}          | ${'without a price of its own or of its package'}
  ${{ priced: 'yes', search: 'r-2' }}      | ${[2, 5]}       | ${'with one'}
  ${{ hypervisorId: 1, state: 'stopped' }} | ${[6]}          | ${'by hypervisor'}
  ${{ hypervisorId: 2 }}                   | ${[]}           | ${'on none of it'}
  ${{ packageId: 4_000_000_000 }}          | ${[]}           | ${'an id that no row can have'}
`('$wish finds $found: $because', async ({ wish, found }) => {
  expect(await ids(wish)).toEqual(found);
});

test.each(['x', '!!', 'WzFd', 'bnVsbA', Buffer.from('["name",1]').toString('base64url')])(
  'a cursor that is not of this list is refused: %s',
  async (cursor) => {
    await expect(list({ cursor })).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ path: 'cursor' }],
    });
  },
);

test("a server's price is its own, else that of its package, else none", async () => {
  const { rows } = await list();
  const prices = Object.fromEntries(rows.map(({ id, monthlyPrice }) => [id, monthlyPrice]));
  expect(prices).toMatchObject({ 1: 7_300_000n, 2: 1n, 7: null });
  expect(rows.at(-1)).toMatchObject({ setAside: { reason: 'no_rate', since: START }, billedUntil: START });
});

test('one server tells what was seen, what it has, what fits, and what this month came to', async () => {
  const server = await getServer(world.ctx, { id: 1 });
  expect(server).toMatchObject({
    customerName: `customer ${ada.id}`,
    state: 'running',
    billedUntil: hour(10),
    stretches: [{ from: START, until: hour(10), state: 'running', customerId: ada.id }],
    packageHistory: [{ from: START, packageId: 1, packageName: 'Small', source: 'match' }],
    packageChoices: [
      { id: 2, name: 'Large', fits: false, monthlyPrice: null, resources: { memoryMb: 8192 } },
      { id: 1, name: 'Small', fits: true, monthlyPrice: 7_300_000n },
    ],
  });
  // Four of the ten hours were October's.
  expect([server.secondsThisMonth, server.chargedThisMonth]).toEqual([6 * 3600, 60_000n]);
});

test('its charges are paged newest hour first, over the end of a month, and are exact', async () => {
  const pages = await everyPage((cursor) => listServerCharges(world.ctx, { id: 1, limit: 4, cursor }));
  expect(pages.map(({ rows }) => rows.length)).toEqual([4, 4, 2]);
  const hours = pages.flatMap(({ rows }) => rows.map((row) => row.hour));
  expect(hours).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0].map(hour));
  expect(pages[0]?.rows[0]).toMatchObject({
    seconds: 3600,
    weightedSeconds: '3600',
    cappedSeconds: '0',
    amount: 10_000n,
    monthlyPrice: 7_300_000n,
    inGap: false,
  });
});

test('a server that waits has no charges, and one that does not exist is not found', async () => {
  expect(await listServerCharges(world.ctx, { id: 7, limit: 4 })).toEqual({
    rows: [],
    nextCursor: null,
    total: null,
  });
  for (const id of [99, 4_000_000_000]) {
    await expect(listServerCharges(world.ctx, { id, limit: 4 })).rejects.toMatchObject({ code: 'not_found' });
    await expect(getServer(world.ctx, { id })).rejects.toMatchObject({ code: 'not_found' });
  }
});
