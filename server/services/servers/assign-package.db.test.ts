import { afterEach, beforeEach, expect, test } from 'vitest';
import { auditLog, hourlyCharges, packages, serverPackages } from '#shared/schema/index.ts';
import { billAt } from '../../testing/bill-at.ts';
import { aRate, aServer, billingOn, HOUR_MS, sweepsThrough } from '../../testing/factories.ts';
import { actorOf, people } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { assignPackage } from './assign-package.ts';

const START = new Date('2026-11-01T08:00:00Z');
const hour = (hours: number) => new Date(START.getTime() + hours * HOUR_MS);
const SMALL = 1;
const LARGE = 2;
let world: TestContext;

/** Dora's server 7 has no package, bram's server 8 has the small one; both ran for three hours that a run has seen. */
beforeEach(async () => {
  world = await testContext({ at: START, actor: actorOf('olive', 3) });
  const { ctx } = world;
  const size = { enabled: true, memoryMb: 1024, storageGb: 20, trafficGb: 0, cpuCores: 1, seenAt: START };
  await ctx.db.insert(packages).values([
    { id: SMALL, name: 'Small', ...size },
    { id: LARGE, name: 'Large', ...size },
  ]);
  await billingOn(ctx, START);
  await aRate(ctx, { packageId: SMALL, price: '7.30' });
  await aRate(ctx, { packageId: LARGE, price: '73' });
  await aServer(ctx, { id: 7, customerId: people.dora.id, packageId: null, from: START });
  await aServer(ctx, { id: 8, customerId: people.bram.id, packageId: SMALL, from: START });
  await sweepsThrough(ctx, { from: START, until: hour(6) });
  await billAt(world, hour(3));
});
afterEach(() => world.close());

const assign = (packageId: number, id = 7) =>
  assignPackage(world.ctx, { id, packageId, reason: 'ordered in the shop' });
const charges = async (serverId: number) =>
  (await world.ctx.db.select().from(hourlyCharges))
    .filter((charge) => charge.serverId === serverId)
    .map(({ hour: at, amountMicros }) => [at.getTime(), amountMicros])
    .sort();
const state = async () => [
  await world.ctx.db
    .select()
    .from(serverPackages)
    .orderBy(serverPackages.serverId, serverPackages.effectiveFrom),
  await world.ctx.db.select().from(auditLog).orderBy(auditLog.id),
];

test("hours that wait for a package are billed by the next run with the one assigned: dora's", async () => {
  expect(await charges(7)).toEqual([]);
  const server = await assign(LARGE);
  expect(server).toMatchObject({ packageId: LARGE, packageName: 'Large', monthlyPrice: 73_000_000n });
  expect(server.packageHistory).toEqual([
    { from: START, packageId: LARGE, packageName: 'Large', source: 'admin' },
  ]);
  expect(server.setAside?.reason).toBe('no_package');
  const runId = await billAt(world, hour(4));
  expect(await charges(7)).toEqual([0, 1, 2, 3].map((hours) => [hour(hours).getTime(), 100_000n]));
  expect(runId).toBeGreaterThan(0);
});

test('hours that are billed keep the package they were billed with', async () => {
  const before = await charges(8);
  const server = await assign(LARGE, 8);
  expect(server.packageHistory.map(({ from, packageId }) => [from, packageId])).toEqual([
    [hour(3), LARGE],
    [START, SMALL],
  ]);
  await billAt(world, hour(4));
  expect(await charges(8)).toEqual([...before, [hour(3).getTime(), 100_000n]]);
});

test('what was said of hours to come is replaced: it priced nothing yet', async () => {
  await world.ctx.db
    .insert(serverPackages)
    .values({ serverId: 8, effectiveFrom: hour(5), packageId: LARGE, source: 'match' });
  const server = await assign(SMALL, 8);
  expect(server.packageHistory.map(({ from, packageId }) => [from, packageId])).toEqual([
    [hour(3), SMALL],
    [START, SMALL],
  ]);
});

test('it is audited with the package before and after, the hour it counts from and why', async () => {
  await assign(LARGE, 8);
  const [, audit] = await state();
  expect(audit).toMatchObject([
    {
      actor: 'admin:3',
      action: 'server.package_assigned',
      subject: 'server:8',
      before: { packageId: SMALL },
      after: { packageId: LARGE, effectiveFrom: hour(3).toISOString(), reason: 'ordered in the shop' },
    },
  ]);
});

test('a repeat changes nothing, nor does the package that is in force already', async () => {
  await assign(LARGE);
  const before = await state();
  await assign(LARGE);
  await assign(SMALL, 8);
  expect(await state()).toEqual(before);
});

test.each`
  input                     | noun
  ${[99, 7]}                | ${'package'}
  ${[4_000_000_000, 7]}     | ${'package'}
  ${[LARGE, 99]}            | ${'server'}
  ${[LARGE, 4_000_000_000]} | ${'server'}
`(
  'an unknown $noun in $input is not found, and nothing changes',
  async ({ input: [packageId, id], noun }) => {
    const before = await state();
    await expect(assign(packageId, id)).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining(`no ${noun}`),
    });
    expect(await state()).toEqual(before);
  },
);

test('an assignment and a run at once: no hour is billed twice, and none behind its package', async () => {
  await Promise.all([billAt(world, hour(5)), assign(LARGE, 8)]);
  await billAt(world, hour(6));
  const priced = await charges(8);
  expect(priced.map(([at]) => at)).toEqual([0, 1, 2, 3, 4, 5].map((hours) => hour(hours).getTime()));
  const [history] = await state();
  const from = (history as (typeof serverPackages.$inferSelect)[]).find(
    ({ packageId }) => packageId === LARGE,
  );
  for (const [at, amount] of priced) {
    expect(amount).toBe(Number(at) >= (from?.effectiveFrom.getTime() ?? 0) ? 100_000n : 10_000n);
  }
});
