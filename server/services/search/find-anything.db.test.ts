import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { customers, packages, servers } from '#shared/schema/index.ts';
import { billAt } from '../../testing/bill-at.ts';
import { aCustomer, aRate, aServer, billingOn, HOUR_MS, sweepsThrough } from '../../testing/factories.ts';
import { people } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { findAnything } from './find-anything.ts';

const START = new Date('2026-11-01T08:00:00Z');
const { ada, bram } = people;
let world: TestContext;

/** Ada has server 1, a web server; bram has server 12 of the same number as himself; run 1 billed both. */
beforeAll(async () => {
  world = await testContext({ at: START });
  const { ctx } = world;
  const size = { memoryMb: 1024, storageGb: 20, trafficGb: 0, cpuCores: 1 };
  await ctx.db.insert(packages).values({ id: 1, name: 'Cloud 100%', enabled: true, seenAt: START, ...size });
  await aCustomer(ctx, ada.id, ada.name);
  await aCustomer(ctx, bram.id, bram.name);
  await ctx.db.update(customers).set({ externalId: 5150 }).where(eq(customers.id, bram.id));
  await billingOn(ctx, START);
  await aRate(ctx, { price: '7.30' });
  await aServer(ctx, { id: 1, customerId: ada.id, from: START });
  await aServer(ctx, { id: 12, customerId: bram.id, from: START });
  await ctx.db
    .update(servers)
    .set({ name: 'Web_1', hostname: 'shop.ada.example', uuid: 'abcd1234-0000-4000-8000-000000000001' })
    .where(eq(servers.id, 1));
  await sweepsThrough(ctx, { from: START, until: new Date(START.getTime() + 2 * HOUR_MS) });
  await billAt(world, new Date(START.getTime() + 2 * HOUR_MS));
});
afterAll(() => world.close());

test.each`
  q                      | found                                     | because
  ${'web'}               | ${['server 1']}                           | ${'the first letters of a name, whatever the case'}
  ${'web_'}              | ${['server 1']}                           | ${'_ is a letter here'}
  ${'web%1'}             | ${[]}                                     | ${'and % is one too'}
  ${'shop.ada'}          | ${['server 1']}                           | ${'a host name'}
  ${'ABCD1234-0000'}     | ${['server 1']}                           | ${'a part of a UUID'}
  ${'bram'}              | ${['customer 12']}                        | ${'a customer'}
  ${`${ada.id}@example`} | ${['customer 11']}                        | ${'an address'}
  ${'12'}                | ${['server 12', 'customer 12']}           | ${'a number may be of several kinds'}
  ${'#1'}                | ${['server 1', 'run 1', 'transaction 1']} | ${'the number of a run'}
  ${'5150'}              | ${['customer 12']}                        | ${"another system's number of a customer"}
  ${'100%'}              | ${['package 1']}                          | ${'a part of the name of a package'}
  ${'999999999999'}      | ${[]}                                     | ${'a number that no row can have'}
  ${"'; DROP TABLE"}     | ${[]}                                     | ${'text stays text'}
`('$q finds $found: $because', async ({ q, found }) => {
  const answer = await findAnything(world.ctx, { q });

  expect(answer.found.map(({ kind, id }) => `${kind} ${id}`)).toEqual(found);
});

test('what is found says what tells it from others', async () => {
  expect((await findAnything(world.ctx, { q: 'web' })).found).toEqual([
    { kind: 'server', id: 1, title: 'Web_1', hint: `${ada.name} · shop.ada.example` },
  ]);
});
