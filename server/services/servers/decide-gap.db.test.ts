import { afterEach, beforeEach, expect, test } from 'vitest';
import { auditLog, gapDecisions, hourlyCharges } from '#shared/schema/index.ts';
import { billAt } from '../../testing/bill-at.ts';
import { aRate, aServer, billingOn, HOUR_MS, sweepsThrough } from '../../testing/factories.ts';
import { actorOf, people } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { decideGap } from './decide-gap.ts';
import { getServer } from './get-server.ts';

const START = new Date('2026-11-01T08:00:00Z');
const hour = (hours: number) => new Date(START.getTime() + hours * HOUR_MS);
const ADAS = 1;
const hold = { server_hourly_billing_gap_policy: 'hold' };
let world: TestContext;

/** Ada's server ran all the time; from 09:30 to 12:30 nobody looked, and unseen time is held for review. */
beforeEach(async () => {
  world = await testContext({ at: START, actor: actorOf('olive', 3) });
  const { ctx } = world;
  await billingOn(ctx, START, hold);
  await aRate(ctx, { price: '7.30' });
  await aServer(ctx, { id: ADAS, customerId: people.ada.id, from: START });
  await sweepsThrough(ctx, { from: START, until: hour(1.5) });
  await sweepsThrough(ctx, { from: hour(4.5), until: hour(8) });
  await billAt(world, hour(6));
});
afterEach(() => world.close());

const decide = (decision: 'bill' | 'free', id = ADAS) =>
  decideGap(world.ctx, { id, decision, reason: 'the panel was down' });
const seconds = async () =>
  (await world.ctx.db.select().from(hourlyCharges).orderBy(hourlyCharges.hour)).map(
    (charge) => charge.seconds,
  );
const state = async () => [
  await world.ctx.db.select().from(gapDecisions),
  await world.ctx.db.select().from(auditLog),
];

test('the hour in which the unseen time begins waits for an admin', async () => {
  expect((await getServer(world.ctx, { id: ADAS })).setAside).toEqual({ reason: 'gap_held', since: hour(1) });
  expect(await seconds()).toEqual([3600]);
});

test.each`
  decision  | billed
  ${'bill'} | ${[3600, 3600, 3600, 3600, 3600, 3600]}
  ${'free'} | ${[3600, 1800, 0, 0, 1800, 3600]}
`('decided $decision, the next run bills $billed seconds up to 14:00', async ({ decision, billed }) => {
  await decide(decision);
  expect(await seconds(), 'the next run bills, not the decision').toEqual([3600]);
  await billAt(world, hour(6));
  expect(await seconds()).toEqual(billed);
  expect((await getServer(world.ctx, { id: ADAS })).setAside).toBeNull();
});

test('it covers the unseen time to its end, and is audited with it', async () => {
  await decide('free');
  const [decisions, audit] = await state();
  const gap = { gapFrom: hour(1.5), gapUntil: hour(4.5) };
  expect(decisions).toMatchObject([
    { serverId: ADAS, decision: 'free', reason: 'the panel was down', decidedBy: 3, ...gap },
  ]);
  expect(audit).toMatchObject([
    {
      action: 'server.gap_decided',
      subject: 'server:1',
      after: { decision: 'free', reason: 'the panel was down' },
    },
  ]);
});

test('a repeat changes nothing; the other way is refused, since the first word may have been acted on', async () => {
  await decide('free');
  const before = await state();
  await decide('free');
  expect(await state()).toEqual(before);
  await expect(decide('bill')).rejects.toMatchObject({ code: 'conflict' });
  expect(await state()).toEqual(before);
});

test('where nothing is held there is nothing to decide', async () => {
  await decide('bill');
  await billAt(world, hour(7));
  const before = await state();
  await expect(decide('free')).rejects.toMatchObject({ code: 'refused' });
  await expect(decide('free', 99)).rejects.toMatchObject({ code: 'not_found' });
  expect(await state()).toEqual(before);
});
