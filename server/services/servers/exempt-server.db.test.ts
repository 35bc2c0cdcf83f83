import { afterEach, beforeEach, expect, test } from 'vitest';
import { api } from '#shared/api/index.ts';
import { can, type Permission } from '#shared/auth/roles.ts';
import { auditLog, hourlyCharges, serverExemptionEnds, serverExemptions } from '#shared/schema/index.ts';
import { billAt } from '../../testing/bill-at.ts';
import { explainAll } from '../../testing/explain-all.ts';
import { aRate, aServer, billingOn, HOUR_MS, sweepsThrough } from '../../testing/factories.ts';
import { actorOf, people } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { reconcileLedger } from '../reconcile/reconcile-ledger.ts';
import { endExemption } from './end-exemption.ts';
import { exemptServer } from './exempt-server.ts';
import { getServer } from './get-server.ts';
import { listServers } from './list-servers.ts';
import { readServerCalendar, readServerHours } from './read-server-calendar.ts';

const START = new Date('2026-11-01T08:00:00Z');
const hour = (hours: number) => new Date(START.getTime() + hours * HOUR_MS);
const ADAS = 1;
const reason = 'moved to another node by us';
let world: TestContext;

/** Ada's and bram's servers run all the time, and are billed up to 10:00; it is 10:20. */
beforeEach(async () => {
  world = await testContext({ at: START, actor: actorOf('olive', 3) });
  const { ctx } = world;
  await billingOn(ctx, START);
  await aRate(ctx, { price: '7.30' });
  await aServer(ctx, { id: ADAS, customerId: people.ada.id, from: START });
  await aServer(ctx, { id: 2, customerId: people.bram.id, from: START });
  await sweepsThrough(ctx, { from: START, until: hour(20) });
  await billAt(world, hour(2.34));
});
afterEach(() => world.close());

const exempt = (more: { from?: Date; until?: Date; reason?: string } = {}) =>
  exemptServer(world.ctx, { id: ADAS, reason, ...more });
const hoursOf = async (serverId: number) =>
  (await world.ctx.db.select().from(hourlyCharges).orderBy(hourlyCharges.hour))
    .filter((charge) => charge.serverId === serverId)
    .map((charge) => (charge.hour.getTime() - START.getTime()) / HOUR_MS);
const state = async () => [
  await world.ctx.db.select().from(serverExemptions),
  await world.ctx.db.select().from(serverExemptionEnds),
  await world.ctx.db.select().from(auditLog),
];

test('hours inside are not billed, those around are, and every charge can still be recomputed', async () => {
  await exempt({ until: hour(5) });
  await billAt(world, hour(8));
  expect(await hoursOf(ADAS), 'from 11:00 until 13:00 it is exempt').toEqual([0, 1, 2, 5, 6, 7]);
  expect(await hoursOf(2), "bram's is billed as ever").toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect((await reconcileLedger(world.ctx)).differences).toEqual([]);
  expect(await explainAll(world.ctx)).toEqual({ charges: 14, wrong: [] });
});

test('the calendar shows them as exempt, with the time it was up all the same', async () => {
  await exempt({ until: hour(5) });
  await billAt(world, hour(8));
  const { days, amount } = await readServerCalendar(world.ctx, { id: ADAS });
  expect(days[0]).toEqual({
    day: '2026-11-01',
    upSeconds: 8 * 3600,
    hoursCorrected: 0,
    seconds: 6 * 3600,
    amount: 60_000n,
    hours: { charged: 6, exempt: 2, unbilled: 8, waiting: 0, ahead: 8 },
  });
  expect([days.length, amount]).toEqual([30, 60_000n]);
  const { hours } = await readServerHours(world.ctx, { id: ADAS, day: '2026-11-01' });
  expect(hours.slice(10, 14).map(({ status }) => status)).toEqual(['charged', 'exempt', 'exempt', 'charged']);
});

test('it begins at the next whole hour, has no end until one is set, and is told on the server', async () => {
  const server = await exempt();
  expect(server.exemptions).toMatchObject([{ from: hour(3), until: null, reason, ended: null }]);
  expect(server.exempt, 'it has not begun').toBe(false);
  world.clock.set(hour(3));
  expect((await getServer(world.ctx, { id: ADAS })).exempt).toBe(true);
  const found = async (wish: 'yes' | 'no') =>
    (await listServers(world.ctx, { sort: 'id', limit: 50, exempt: wish })).rows.map(({ id }) => id);
  expect([await found('yes'), await found('no')]).toEqual([[ADAS], [2]]);
});

test('it is audited, and a repeat changes nothing', async () => {
  await exempt();
  const before = await state();
  expect(before[0]).toMatchObject([{ serverId: ADAS, fromHour: hour(3), untilHour: null, createdBy: 3 }]);
  expect(before[2]).toMatchObject([
    { action: 'server.exempted', subject: 'server:1', after: { reason, until: null } },
  ]);
  await exempt();
  expect(await state()).toEqual(before);
});

const refused: [because: string, wish: { from?: Date; until?: Date }, field: string][] = [
  ['an hour that has begun is not taken back', { from: hour(2) }, 'from'],
  ['hours are billed as a whole', { from: hour(3.5) }, 'from'],
  ['years ahead is a slip of the keyboard', { from: hour(3e4) }, 'from'],
  ['no hour would be in it', { from: hour(4), until: hour(4) }, 'until'],
  ['it would end before it begins', { until: hour(1) }, 'until'],
];

test('hours that are over, or no hours at all, are refused under their field', async () => {
  const before = await state();
  for (const [because, wish, field] of refused) {
    await expect(exempt(wish), because).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ path: field }],
    });
  }
  expect(await state()).toEqual(before);
});

test('a second one over the same hours is refused; beside the first one it is not', async () => {
  await exempt({ from: hour(5), until: hour(8) });
  await expect(exempt({ from: hour(7), until: hour(9) })).rejects.toMatchObject({ code: 'conflict' });
  await expect(exempt({ from: hour(4) })).rejects.toMatchObject({ code: 'conflict' });
  await exempt({ from: hour(8), until: hour(9) });
  expect((await exempt({ from: hour(3), until: hour(5) })).exemptions).toHaveLength(3);
});

test('ended, it is billed again from the next whole hour on; what was exempt stays so', async () => {
  const { exemptions } = await exempt();
  const exemptionId = exemptions[0]?.id ?? 0;
  await billAt(world, hour(5.5));
  const end = () => endExemption(world.ctx, { id: ADAS, exemptionId, reason: 'the move is done' });
  expect((await end()).exemptions).toMatchObject([
    { until: hour(6), ended: { reason: 'the move is done', at: hour(5.5) } },
  ]);
  const before = await state();
  expect(before[2]).toHaveLength(2);
  await end();
  expect(await state(), 'a repeat changes nothing').toEqual(before);
  await billAt(world, hour(8));
  expect(await hoursOf(ADAS)).toEqual([0, 1, 2, 6, 7]);
  expect((await reconcileLedger(world.ctx)).differences).toEqual([]);
});

test('one that is ended before it begins never was', async () => {
  const { exemptions } = await exempt({ from: hour(6) });
  await endExemption(world.ctx, { id: ADAS, exemptionId: exemptions[0]?.id ?? 0, reason: 'a slip' });
  await billAt(world, hour(8));
  expect(await hoursOf(ADAS)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect((await exempt({ from: hour(9) })).exemptions).toHaveLength(2);
});

test('one that is over is not ended, nor is one of another server', async () => {
  const { exemptions } = await exempt({ until: hour(4) });
  const exemptionId = exemptions[0]?.id ?? 0;
  await expect(endExemption(world.ctx, { id: 2, exemptionId, reason })).rejects.toMatchObject({
    code: 'not_found',
  });
  world.clock.set(hour(6));
  await expect(endExemption(world.ctx, { id: ADAS, exemptionId, reason })).rejects.toMatchObject({
    code: 'refused',
  });
  await expect(exemptServer(world.ctx, { id: 99, reason })).rejects.toMatchObject({ code: 'not_found' });
});

test('a viewer may do neither, and the database refuses to change a row: it is evidence', async () => {
  for (const row of [api.servers.exempt, api.servers.endExemption]) {
    expect(can('viewer', row.access as Permission)).toBe(false);
    expect(can('operator', row.access as Permission)).toBe(true);
  }
  await exempt();
  await expect(world.ctx.db.update(serverExemptions).set({ untilHour: hour(9) })).rejects.toThrow();
  await expect(world.ctx.db.delete(serverExemptions)).rejects.toThrow();
});
