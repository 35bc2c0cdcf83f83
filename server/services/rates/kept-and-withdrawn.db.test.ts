import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { api } from '#shared/api/index.ts';
import { can } from '#shared/auth/roles.ts';
import { parseMoney } from '#shared/billing/money.ts';
import { admins, auditLog, packages, rates } from '#shared/schema/index.ts';
import { billAt } from '../../testing/bill-at.ts';
import { aRate, aServer, billingOn, sweepsThrough } from '../../testing/factories.ts';
import { actorOf, people, testAdmins } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { addRate } from './add-rate.ts';
import { endKeptPrice, getKeptPrice } from './kept-price.ts';
import { listRates } from './list-rates.ts';
import { previewRate } from './preview-rate.ts';
import { withdrawRate } from './withdraw-rate.ts';

const at = (time: string) => new Date(`2026-11-01T${time}:00Z`);
const [SMALL, LARGE] = [1, 2];
const OWN_PRICED = 3;
let world: TestContext;
beforeEach(async () => {
  world = await testContext({ at: at('12:20'), actor: actorOf('olive', 1) });
  const { ctx } = world;
  const { password: _, ...olive } = testAdmins.olive;
  await ctx.db.insert(admins).values({ ...olive, passwordHash: '-' });
  const size = {
    enabled: true,
    memoryMb: 1024,
    storageGb: 20,
    trafficGb: 0,
    cpuCores: 1,
    seenAt: at('00:00'),
  };
  await ctx.db.insert(packages).values([
    { id: SMALL, name: 'Small', ...size },
    { id: LARGE, name: 'Large', ...size },
  ]);
  await aRate(ctx, { price: '5.00' });
  await aRate(ctx, { packageId: LARGE, price: '20.00' });
  await billingOn(ctx, at('12:00'));
  await aServer(ctx, { id: 1, customerId: people.ada.id, from: at('12:00') });
  await aServer(ctx, { id: 2, customerId: people.bram.id, from: at('12:00'), state: 'stopped' });
  await aServer(ctx, { id: OWN_PRICED, customerId: people.bram.id, from: at('12:00') });
  await ctx.db
    .insert(rates)
    .values({ serverId: OWN_PRICED, monthlyPriceMicros: parseMoney('1.00'), effectiveFrom: at('00:00') });
  await sweepsThrough(ctx, { from: at('12:00'), until: at('17:00') });
});
afterEach(() => world.close());

const rise = (more: Partial<Parameters<typeof addRate>[1]> = {}) =>
  addRate(world.ctx, { packageId: SMALL, monthlyPrice: parseMoney('7.30'), coverWaiting: false, ...more });
const rows = () => world.ctx.db.select().from(rates).orderBy(rates.id);
const audited = async () => (await world.ctx.db.select().from(auditLog).orderBy(auditLog.id)).at(-1);
/** What each hour of a server was charged by: its monthly price. */
async function pricesOf(serverId: number): Promise<string[]> {
  const { rows: found } = await world.ctx.db.execute<{ price: bigint }>(sql`
    SELECT r.monthly_price_micros AS price FROM hourly_charges h JOIN rates r ON r.id = h.rate_id
    WHERE h.server_id = ${serverId} ORDER BY h.hour`);
  return found.map(({ price }) => String(price / 10_000n));
}

test('a steep rise wants a yes of its own; a fifth more does not, nor a rise that leaves everyone be', async () => {
  await expect(rise()).rejects.toMatchObject({
    code: 'refused',
    facts: { rise: 46, limitPercent: 20, confirm: 'confirmRise' },
  });
  await rise({ monthlyPrice: parseMoney('6.00') });
  await rise({ effectiveFrom: at('14:00'), keepExisting: true });
  await rise({ effectiveFrom: at('15:00'), monthlyPrice: parseMoney('99.00'), confirmRise: true });
  expect((await rows()).filter((row) => row.packageId === SMALL)).toHaveLength(4);
});

test('servers that are kept pay the old price, those to come the new one; one audit entry tells how many', async () => {
  await rise({ keepExisting: true, reason: 'dearer disks' });
  expect(await audited()).toMatchObject({ action: 'rate.added', after: { keptServers: 2 } });
  await aServer(world.ctx, { id: 9, customerId: people.chidi.id, from: at('12:00') });
  await billAt(world, at('15:00'));
  expect(await pricesOf(1)).toEqual(['500', '500', '500']);
  expect(await pricesOf(9)).toEqual(['500', '730', '730']);
  expect(await pricesOf(OWN_PRICED)).toEqual(['100', '100', '100']);
  expect(await getKeptPrice(world.ctx, { id: 1 })).toEqual({
    kept: {
      monthlyPrice: parseMoney('5.00'),
      since: at('13:00'),
      until: null,
      packageName: 'Small',
      packagePrice: parseMoney('7.30'),
      reason: 'dearer disks',
    },
  });
  expect(await getKeptPrice(world.ctx, { id: OWN_PRICED })).toEqual({ kept: null });
  const [small] = (await listRates(world.ctx)).packages.filter(({ id }) => id === SMALL);
  expect(small?.rates.map(({ monthlyPrice }) => monthlyPrice)).toEqual([
    parseMoney('7.30'),
    parseMoney('5.00'),
  ]);
});

test('a kept price goes with its package: another package costs what it costs', async () => {
  await rise({ keepExisting: true });
  await world.ctx.db.execute(
    sql`INSERT INTO server_packages (server_id, effective_from, package_id, source) VALUES (1, ${at('14:00').toISOString()}, ${LARGE}, 'admin')`,
  );
  await billAt(world, at('15:00'));
  expect(await pricesOf(1)).toEqual(['500', '500', '2000']);
});

test('a kept price ends from the next hour on, is audited, and a repeat changes nothing', async () => {
  await rise({ keepExisting: true });
  world.clock.set(at('13:40'));
  const ended = await endKeptPrice(world.ctx, { id: 1, reason: 'new contract' });
  expect(ended.kept?.until).toEqual(at('14:00'));
  expect(await audited()).toMatchObject({ action: 'rate.kept_ended', subject: 'server:1' });
  const before = await rows();
  await endKeptPrice(world.ctx, { id: 1, reason: 'new contract' });
  expect(await rows()).toEqual(before);
  await billAt(world, at('16:00'));
  expect(await pricesOf(1)).toEqual(['500', '500', '730', '730']);
  expect(await getKeptPrice(world.ctx, { id: 1 })).toEqual({ kept: null });
  await expect(endKeptPrice(world.ctx, { id: 1, reason: 'again' })).rejects.toMatchObject({
    code: 'refused',
  });
});

test('a planned price is taken back, with the servers it would have kept; a repeat changes nothing', async () => {
  const planned = await rise({ effectiveFrom: at('14:00'), keepExisting: true });
  const told = await withdrawRate(world.ctx, { id: planned.id, reason: 'too early' });
  expect(told).toMatchObject({ id: planned.id, withdrawn: true, effectiveUntil: at('14:00') });
  expect(await audited()).toMatchObject({
    action: 'rate.withdrawn',
    subject: 'package:1',
    before: { monthlyPriceMicros: '7300000' },
    after: { monthlyPriceMicros: '5000000', noLongerKept: 2, reason: 'too early' },
  });
  const before = await rows();
  await withdrawRate(world.ctx, { id: planned.id, reason: 'too early' });
  expect(await rows()).toEqual(before);
  expect(await getKeptPrice(world.ctx, { id: 1 })).toEqual({ kept: null });
  await rise({ effectiveFrom: at('15:00'), monthlyPrice: parseMoney('6.00') });
  await billAt(world, at('17:00'));
  expect(await pricesOf(1)).toEqual(['500', '500', '500', '600', '600']);
  const [small] = (await listRates(world.ctx)).packages.filter(({ id }) => id === SMALL);
  expect(small?.rates.map(({ withdrawn, effectiveUntil }) => ({ withdrawn, effectiveUntil }))).toEqual([
    { withdrawn: false, effectiveUntil: null },
    { withdrawn: true, effectiveUntil: at('14:00') },
    { withdrawn: false, effectiveUntil: at('15:00') },
  ]);
});

test('a price in force, and one that nothing held before, are not taken back', async () => {
  const [first] = await rows();
  await expect(withdrawRate(world.ctx, { id: first?.id ?? 0, reason: 'no' })).rejects.toMatchObject({
    code: 'refused',
  });
  await world.ctx.db.insert(packages).values({
    id: 5,
    name: 'New',
    enabled: true,
    memoryMb: 1,
    storageGb: 1,
    trafficGb: 0,
    cpuCores: 1,
    seenAt: at('00:00'),
  });
  const only = await rise({ packageId: 5 });
  await expect(withdrawRate(world.ctx, { id: only.id, reason: 'no' })).rejects.toMatchObject({
    code: 'refused',
  });
  await expect(withdrawRate(world.ctx, { id: 999, reason: 'no' })).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('another price is weighed before it is set: whom it concerns, and their month', async () => {
  expect(await previewRate(world.ctx, { packageId: SMALL, monthlyPrice: parseMoney('7.30') })).toEqual({
    servers: 2,
    customers: 2,
    ownPriced: 1,
    before: { monthlyPrice: parseMoney('5.00'), hourlyPrice: parseMoney('0.006849') },
    after: { monthlyPrice: parseMoney('7.30'), hourlyPrice: parseMoney('0.01') },
    monthBefore: parseMoney('5.00'),
    monthAfter: parseMoney('7.30'),
    rise: 46,
    limitPercent: 20,
    asks: true,
  });
});

test.each([api.rates.withdraw, api.rates.endKept])('a viewer is refused: $summary', ({ access }) => {
  expect(access).toBe('rates.write');
  expect(can('viewer', 'rates.write')).toBe(false);
});
