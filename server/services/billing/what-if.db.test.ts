import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatMoney, parseMoney, sum } from '#shared/billing/money.ts';
import { packages } from '#shared/schema/index.ts';
import { billAt } from '../../testing/bill-at.ts';
import { everyPage } from '../../testing/every-page.ts';
import { aRate, aServer, billingOn, sweepsThrough } from '../../testing/factories.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { whatIf } from './what-if.ts';

const NOVEMBER = new Date('2026-11-01T00:00:00Z');
const DECEMBER = new Date('2026-12-01T00:00:00Z');
const [ADA, BRAM, DORA] = [11, 12, 14];

let world: TestContext;
beforeAll(async () => {
  world = await testContext({ at: NOVEMBER });
  const { ctx } = world;
  await billingOn(ctx, NOVEMBER, { server_hourly_billing_brake_catch_up_hours: '0' });
  const size = { enabled: true, memoryMb: 1024, storageGb: 20, trafficGb: 0, cpuCores: 1, seenAt: NOVEMBER };
  await ctx.db.insert(packages).values([
    { id: 1, name: 'Small', ...size },
    { id: 2, name: 'Large', ...size },
    { id: 3, name: 'Unpriced', ...size },
  ]);
  await aRate(ctx, { price: '5.00' });
  await aRate(ctx, { packageId: 2, price: '10.00' });
  await aRate(ctx, { packageId: 2, price: '12.00', from: new Date('2026-11-16T00:00:00Z') });
  await aServer(ctx, { id: 1, customerId: ADA, from: NOVEMBER });
  await aServer(ctx, { id: 2, customerId: BRAM, packageId: 2, from: NOVEMBER });
  await aServer(ctx, { id: 3, customerId: BRAM, from: NOVEMBER, state: 'stopped' });
  await aServer(ctx, { id: 4, customerId: DORA, packageId: 3, from: NOVEMBER });
  await sweepsThrough(ctx, { from: NOVEMBER, until: new Date('2026-12-02T00:00:00Z'), minutes: 30 });
  await billAt(world, DECEMBER);
  await billAt(world, new Date('2026-12-02T00:00:00Z'));
}, 120_000);
afterAll(() => world.close());

const ask = (change: Partial<Parameters<typeof whatIf>[1]>) =>
  whatIf(world.ctx, { month: '2026-11', prices: [], limit: 2000, ...change });
const price = (packageId: number, monthlyPrice: string) => ({
  packageId,
  monthlyPrice: parseMoney(monthlyPrice),
  runningPercent: null,
  stoppedPercent: null,
  suspendedPercent: null,
});
/** Amounts by customer, in words. */
async function paid(change: Partial<Parameters<typeof whatIf>[1]>) {
  const { customers } = await ask(change);
  return Object.fromEntries(
    customers.map(({ customerId, before, after }) => [
      customerId,
      `${formatMoney(before)} → ${formatMoney(after)}`,
    ]),
  );
}

test('what it says was charged is what was charged, by customer and by package, to the micro', async () => {
  const {
    customers,
    packages: byPackage,
    serversDone,
    serversTotal,
    nextCursor,
  } = await ask({ hoursPerMonth: 720 });
  const charged = async (column: 'customer_id' | 'package_id') => {
    const { rows } = await world.ctx.db.execute<{ id: number; amount: bigint }>(sql`
      SELECT ${sql.identifier(column)} AS id, sum(amount_micros)::bigint AS amount FROM hourly_charges
      WHERE hour < ${DECEMBER.toISOString()}::timestamptz GROUP BY 1 ORDER BY 1`);
    return rows;
  };
  const told = customers.map(({ customerId: id, before }) => ({ id, amount: before }));
  expect(told.sort((a, b) => a.id - b.id)).toEqual(await charged('customer_id'));
  const ofPackages = byPackage.map(({ packageId: id, before }) => ({ id, amount: before }));
  expect(ofPackages.sort((a, b) => Number(a.id) - Number(b.id))).toEqual(await charged('package_id'));
  expect({ serversDone, serversTotal, nextCursor }).toEqual({
    serversDone: 3,
    serversTotal: 3,
    nextCursor: null,
  });
});

test.each`
  change                                                  | ada                      | bram                       | because
  ${{}}                                                   | ${'4.931507 → 4.931507'} | ${'10.849315 → 10.849315'} | ${'nothing differs'}
  ${{ hoursPerMonth: 720 }}                               | ${'4.931507 → 5.00'}     | ${'10.849315 → 11.00'}     | ${'720 hours make a month'}
  ${{ capRule: 'custom', capHours: 365 }}                 | ${'4.931507 → 2.50'}     | ${'10.849315 → 5.013699'}  | ${'half the hours count, at 10.00 and then at 12.00'}
  ${{ stoppedPercent: 50 }}                               | ${'4.931507 → 4.931507'} | ${'10.849315 → 13.315068'} | ${'a stopped server of Small costs half of 4.931507'}
  ${{ prices: [price(1, '6.00')] }}                       | ${'4.931507 → 5.917808'} | ${'0.00 → 0.00'}           | ${'only servers of Small are looked at, one of them stopped'}
  ${{ prices: [price(1, '6.00')], countingRule: 'hour' }} | ${'4.931507 → 5.917808'} | ${'10.849315 → 10.849315'} | ${'other terms concern everyone'}
`('with $change ada pays $ada and bram $bram: $because', async ({ change, ada, bram }) => {
  expect(await paid(change)).toEqual({ [ADA]: ada, [BRAM]: bram });
});

test('the month so far ends with the last whole hour; its slices add up to the whole', async () => {
  world.clock.set('2026-12-02T00:40:00Z');
  const { from, until, customers } = await ask({ month: undefined, hoursPerMonth: 365 });
  expect([from, until]).toEqual([DECEMBER, new Date('2026-12-02T00:00:00Z')]);
  const slices = await everyPage((cursor) => ask({ month: undefined, hoursPerMonth: 365, limit: 1, cursor }));
  expect(slices.map((slice) => slice.serversDone)).toEqual([1, 2, 3]);
  for (const side of ['before', 'after'] as const) {
    const inSlices = slices.flatMap((slice) => slice.customers.map((row) => row[side]));
    expect(sum(inSlices)).toBe(sum(customers.map((row) => row[side])));
  }
  expect(formatMoney(sum(customers.map((row) => row.before)))).toBe('0.558905');
});

test.each([
  ['a month to come', { month: '2027-01' }, 'month'],
  ['a cap without its hours', { capRule: 'custom' as const }, 'capHours'],
])('%s is refused by name', async (_what, change, path) => {
  await expect(ask(change)).rejects.toMatchObject({ code: 'invalid_input', fields: [{ path }] });
});
