import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { api } from '#shared/api/index.ts';
import { parseMoney } from '#shared/billing/money.ts';
import {
  admins,
  auditLog,
  packages,
  rates,
  serverMeters,
  serverPackages,
  servers,
} from '#shared/schema/index.ts';
import { actorOf, people, testAdmins } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { addRate } from './add-rate.ts';
import { listRates } from './list-rates.ts';

const SMALL = 1;
const LARGE = 2;
const DORAS_SERVER = 40;
let world: TestContext;
beforeEach(async () => {
  world = await testContext({ at: '2026-11-01T12:20:00Z', actor: actorOf('olive', 1) });
  const { password: _, ...olive } = testAdmins.olive;
  await world.ctx.db.insert(admins).values({ ...olive, passwordHash: '-' });
  const size = { enabled: true, storageGb: 20, trafficGb: 0, cpuCores: 1, seenAt: at('00:00') };
  await world.ctx.db.insert(packages).values([
    { id: SMALL, name: 'Small', memoryMb: 1024, ...size },
    { id: LARGE, name: 'Large', memoryMb: 8192, ...size },
  ]);
});
afterEach(() => world.close());

const at = (time: string) => new Date(`2026-11-01T${time}:00Z`);
const price = parseMoney;
const add = (input: Partial<Parameters<typeof addRate>[1]>) =>
  addRate(world.ctx, { monthlyPrice: price('5.00'), coverWaiting: false, ...input });
const state = async () => [
  await world.ctx.db.select().from(rates).orderBy(rates.id),
  await world.ctx.db.select().from(auditLog).orderBy(auditLog.id),
];

/** A server of dora's with a package and how far it is billed; set aside by a run, or not yet come to. */
async function waits(since: Date, meter: Partial<typeof serverMeters.$inferInsert> = {}, id = DORAS_SERVER) {
  const customerId = people.dora.id;
  await world.ctx.db.insert(servers).values({
    id,
    uuid: `uuid-${id}`,
    name: `dora-${id}`,
    customerId,
    hypervisorId: 1,
    commissionStatus: 3,
    suspended: false,
    panelCreatedAt: at('08:00'),
    panelUpdatedAt: at('08:00'),
    packageId: SMALL,
    state: 'running',
  });
  await world.ctx.db.insert(serverMeters).values({ serverId: id, customerId, billedUntil: since, ...meter });
  await world.ctx.db
    .insert(serverPackages)
    .values({ serverId: id, effectiveFrom: at('08:00'), packageId: SMALL, source: 'match' });
}
const setAside = (since: Date) => ({ setAsideReason: 'no_rate', setAsideSince: since });

test('a price holds from the next whole hour on, and is audited with the one before it', async () => {
  const first = await add({ packageId: SMALL, reason: 'opening price' });
  expect(first).toMatchObject({
    packageId: SMALL,
    serverId: null,
    monthlyPrice: price('5.00'),
    hourlyPrice: price('0.006849'),
    effectiveFrom: at('13:00'),
    effectiveUntil: null,
    reason: 'opening price',
    createdBy: 'Olive Owner',
    createdAt: world.clock.now(),
  });
  await add({ packageId: SMALL, monthlyPrice: price('6.00'), effectiveFrom: at('15:00') });
  const [, audit] = await state();
  expect(audit).toMatchObject([
    { action: 'rate.added', subject: 'package:1', before: null, after: { monthlyPriceMicros: '5000000' } },
    { before: { monthlyPriceMicros: '5000000' }, after: { effectiveFrom: '2026-11-01T15:00:00.000Z' } },
  ]);
});

test('packages are listed with all their prices, newest first, each until the next', async () => {
  await add({ packageId: SMALL });
  await add({ packageId: SMALL, monthlyPrice: price('6.00'), effectiveFrom: at('15:00') });
  await waits(at('12:00'));
  const listed = (await listRates(world.ctx)).packages;
  expect(listed.map(({ name, servers, rates }) => [name, servers, rates.length])).toEqual([
    ['Large', 0, 0],
    ['Small', 1, 2],
  ]);
  expect(
    listed[1]?.rates.map(({ effectiveFrom, effectiveUntil }) => [effectiveFrom, effectiveUntil]),
  ).toEqual([
    [at('15:00'), null],
    [at('13:00'), at('15:00')],
  ]);
});

test('an own price of a server is no price of its package', async () => {
  await waits(at('12:00'));
  expect(await add({ serverId: DORAS_SERVER })).toMatchObject({ serverId: DORAS_SERVER, packageId: null });
  expect((await listRates(world.ctx)).packages.every((listed) => listed.rates.length === 0)).toBe(true);
});

test.each`
  input                                                                   | path               | because
  ${{}}                                                                   | ${'packageId'}     | ${'a price is of something'}
  ${{ packageId: SMALL, serverId: DORAS_SERVER }}                         | ${'packageId'}     | ${'and of one thing'}
  ${{ packageId: SMALL, effectiveFrom: at('12:00') }}                     | ${'effectiveFrom'} | ${'the hour that runs has its price'}
  ${{ packageId: SMALL, effectiveFrom: at('08:00') }}                     | ${'effectiveFrom'} | ${'the past has its price'}
  ${{ packageId: SMALL, effectiveFrom: at('13:30') }}                     | ${'effectiveFrom'} | ${'half an hour has none of its own'}
  ${{ packageId: SMALL, effectiveFrom: new Date('2031-01-01Z') }}         | ${'effectiveFrom'} | ${'too far ahead'}
  ${{ packageId: SMALL, coverWaiting: true }}                             | ${'coverWaiting'}  | ${'nothing waits'}
  ${{ packageId: SMALL, coverWaiting: true, effectiveFrom: at('13:00') }} | ${'effectiveFrom'} | ${'what waits decides'}
`('$input is refused under $path and changes nothing: $because', async ({ input, path }) => {
  await expect(add(input)).rejects.toMatchObject({ code: 'invalid_input', fields: [{ path }] });
  expect(await state()).toEqual([[], []]);
});

test('on the stroke of an hour, that hour has begun and has its price', async () => {
  world.clock.set(at('13:00'));
  await expect(add({ packageId: SMALL, effectiveFrom: at('13:00') })).rejects.toMatchObject({
    fields: [{ path: 'effectiveFrom', message: expect.stringContaining('2026-11-01T14:00:00.000Z') }],
  });
  expect(await add({ packageId: SMALL })).toMatchObject({ effectiveFrom: at('14:00') });
});

test.each([{ packageId: 99 }, { serverId: 99 }, { packageId: 2_147_483_648 }])(
  'a price of nothing is not found: %o',
  async (target) => {
    await expect(add(target)).rejects.toMatchObject({ code: 'not_found' });
    expect(await state()).toEqual([[], []]);
  },
);

test.each(['NaN', 'Infinity', '1e12', '1000000000000', '-0.01', '1.0000001', '', '5,00', 5, null])(
  'the schema refuses a price of %o',
  (monthlyPrice) => {
    const sent = { packageId: SMALL, monthlyPrice };
    expect(api.rates.add.input.safeParse(sent).error?.issues[0]?.path).toEqual(['monthlyPrice']);
  },
);

test('an hour has one price: a second is refused and names the first', async () => {
  const first = await add({ packageId: SMALL });
  const before = await state();
  await expect(add({ packageId: SMALL, monthlyPrice: price('9.00') })).rejects.toMatchObject({
    code: 'conflict',
    facts: { rateId: first.id, monthlyPriceMicros: '5000000' },
  });
  expect(await state()).toEqual(before);
});

test.each`
  how                            | meter
  ${'set aside by a run'}        | ${setAside(at('09:00'))}
  ${'where no run has come yet'} | ${{}}
`('the first price of a package covers the hours that wait, $how', async ({ meter }) => {
  await waits(at('09:00'), meter);
  await waits(at('10:00'), setAside(at('10:00')), DORAS_SERVER + 1);
  expect((await listRates(world.ctx)).packages[1]).toMatchObject({
    waitingServers: 2,
    waitingSince: at('09:00'),
  });
  expect(await add({ packageId: SMALL, coverWaiting: true })).toMatchObject({ effectiveFrom: at('09:00') });
  expect((await listRates(world.ctx)).packages[1]).toMatchObject({ waitingServers: 0, waitingSince: null });
});

test('hours that wait before a price to come are covered up to it, and the price to come stays', async () => {
  await waits(at('09:00'), setAside(at('09:00')));
  await add({ packageId: SMALL, monthlyPrice: price('6.00') });
  expect((await listRates(world.ctx)).packages[1]).toMatchObject({
    waitingServers: 1,
    waitingSince: at('09:00'),
  });
  await add({ packageId: SMALL, coverWaiting: true });
  const listed = (await listRates(world.ctx)).packages[1]?.rates;
  expect(listed?.map(({ monthlyPrice, effectiveFrom }) => [monthlyPrice, effectiveFrom])).toEqual([
    [price('6.00'), at('13:00')],
    [price('5.00'), at('09:00')],
  ]);
});

test('hours that have a price already are not covered again, whatever the set-aside still says', async () => {
  await waits(at('09:00'), setAside(at('09:00')));
  await add({ packageId: SMALL, coverWaiting: true });
  const before = await state();
  await expect(
    add({ packageId: SMALL, coverWaiting: true, monthlyPrice: price('1.00') }),
  ).rejects.toMatchObject({
    fields: [{ path: 'coverWaiting' }],
  });
  expect(await state()).toEqual(before);
});

test('a server that waits for its package can be given a price of its own', async () => {
  await waits(at('09:00'), { setAsideReason: 'no_package', setAsideSince: at('09:00') });
  await world.ctx.db.execute(sql`DELETE FROM server_packages`);
  expect(await add({ serverId: DORAS_SERVER, coverWaiting: true })).toMatchObject({
    effectiveFrom: at('09:00'),
  });
});

test('a finished server and one held for another reason wait for no price', async () => {
  await waits(at('09:00'), { ...setAside(at('09:00')), finished: true });
  await waits(at('09:00'), { setAsideReason: 'gap_held', setAsideSince: at('09:00') }, DORAS_SERVER + 1);
  expect((await listRates(world.ctx)).packages[1]).toMatchObject({ waitingServers: 0, waitingSince: null });
});
