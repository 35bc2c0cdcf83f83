import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sweeps, uptimeStretches } from '#shared/schema/index.ts';
import { billAt } from '../../testing/bill-at.ts';
import { aRate, aServer, billingOn, HOUR_MS, sweepsThrough } from '../../testing/factories.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { adjustWallet } from '../wallets/adjust-wallet.ts';
import { explainCharge } from './explain-charge.ts';

const START = new Date('2026-11-01T00:00:00Z');
const later = (hours: number, minutes = 0) => new Date(START.getTime() + hours * HOUR_MS + minutes * 60_000);
const ada = 11;
const bram = 12;

let world: TestContext;

/** Ada runs through; bram's server was stopped by 01:20, running again by 01:40; at 03:15 a look failed. */
beforeAll(async () => {
  world = await testContext({ at: START });
  const { ctx } = world;
  await billingOn(ctx, START);
  await aRate(ctx, { price: '5.00' });
  await aRate(ctx, { price: '9.00', from: later(3) });
  await aServer(ctx, { id: 1, customerId: ada, from: START });
  await aServer(ctx, { id: 2, customerId: bram, from: START });
  await sweepsThrough(ctx, { from: START, until: later(5) });
  await ctx.db.execute(
    sql`UPDATE uptime_stretches SET last_seen_at = ${later(1, 10).toISOString()} WHERE server_id = 2`,
  );
  await ctx.db.insert(uptimeStretches).values([
    { serverId: 2, firstSeenAt: later(1, 20), lastSeenAt: later(1, 30), state: 'stopped', customerId: bram },
    { serverId: 2, firstSeenAt: later(1, 40), lastSeenAt: null, state: 'running', customerId: bram },
  ]);
  await adjustWallet(ctx, {
    id: ada,
    direction: 'credit',
    amount: 1_000_000n,
    reason: 'paid in',
    idempotencyKey: 'ada-pays-in',
  });
  await billAt(world, later(1));
  await billAt(world, later(2));
  await ctx.db.execute(
    sql`UPDATE sweeps SET complete = false, failure = 'page 2 did not come' WHERE started_at = ${later(3, 10).toISOString()}`,
  );
  await billAt(world, later(5));
});
afterAll(() => world?.close());

test('ada’s second hour is the difference of two totals, and the totals are those of the month', async () => {
  const told = await explainCharge(world.ctx, { serverId: 1, hour: later(1) });
  expect(told).toMatchObject({
    server: { id: 1, name: 'server-1' },
    customer: { id: ada, name: 'customer 11' },
    amount: 6850n,
    seconds: 3600,
    weightedSeconds: '3600',
    cappedSeconds: '0',
    inGap: false,
    recomputed: { agrees: true, differences: [] },
    parts: [
      { from: later(1), until: later(2), before: 'running', after: 'running', rule: 'seen', percent: 100 },
    ],
    failedLooks: [],
    rate: { monthlyPrice: 5_000_000n, of: 'package', runningPercent: 100, stoppedPercent: 0, setBy: null },
    terms: { hoursPerMonth: 730, counting: 'second' },
    month: {
      from: START,
      before: { weightedSeconds: '3600', exact: '0.006849315068…', amount: 6849n },
      after: { weightedSeconds: '7200', exact: '0.013698630136…', amount: 13_699n },
    },
    cap: { capHours: 730, usedBefore: '3600', usedAfter: '7200' },
    run: { id: 2, status: 'done', trigger: 'schedule', until: later(2) },
    transaction: { amount: 6850n, balanceBefore: 993_151n, balanceAfter: 986_301n },
  });
  expect(told.sightings.map(({ at }) => at)).toEqual(
    [0, 10, 20, 30, 40, 50, 60].map((minute) => later(1, minute)),
  );
});

test('bram’s hour is told part by part: where two sightings differ, the cheaper one counts', async () => {
  const told = await explainCharge(world.ctx, { serverId: 2, hour: later(1) });
  expect(
    told.parts.map(({ from, before, after, rule, percent }) => [from, before, after, rule, percent]),
  ).toEqual([
    [later(1), 'running', 'running', 'seen', 100],
    [later(1, 10), 'running', 'stopped', 'cheaper_end', 0],
    [later(1, 20), 'stopped', 'stopped', 'seen', 0],
    [later(1, 30), 'stopped', 'running', 'cheaper_end', 0],
    [later(1, 40), 'running', 'running', 'seen', 100],
  ]);
  expect(told).toMatchObject({ seconds: 1800, recomputed: { agrees: true } });
});

test('a new price begins its own total, and the cap counts on', async () => {
  const told = await explainCharge(world.ctx, { serverId: 1, hour: later(3) });
  expect(told).toMatchObject({
    rate: { monthlyPrice: 9_000_000n, from: later(3) },
    month: { before: { weightedSeconds: '0', exact: '0', amount: 0n } },
    cap: { usedBefore: '10800', usedAfter: '14400' },
    failedLooks: [{ at: later(3, 10), failure: 'page 2 did not come' }],
    recomputed: { agrees: true },
  });
});

test('evidence that was changed since is said to differ', async () => {
  await expect(
    world.ctx.db.transaction(async (db) => {
      await db.execute(sql`UPDATE uptime_stretches SET state = 'stopped' WHERE server_id = 1`);
      const told = await explainCharge(
        { ...world.ctx, db, inTransaction: true },
        { serverId: 1, hour: later(1) },
      );
      expect(told.recomputed).toEqual({
        agrees: false,
        differences: [
          { what: 'seconds', charged: '3600', recomputed: '0' },
          { what: 'weighted seconds', charged: '3600', recomputed: '0' },
          { what: 'amount', charged: '0.00685', recomputed: '0.00' },
        ],
      });
      await db.execute(sql`DELETE FROM uptime_stretches WHERE server_id = 1`);
      const gone = await explainCharge(
        { ...world.ctx, db, inTransaction: true },
        { serverId: 1, hour: later(1) },
      );
      expect(gone.recomputed.differences).toMatchObject([
        { recomputed: 'no charge: nothing was seen to bill' },
      ]);
      throw new Error('undo');
    }),
  ).rejects.toThrow('undo');
});

test.each`
  serverId         | hour         | because
  ${1}             | ${later(9)}  | ${'not billed yet'}
  ${1}             | ${later(-1)} | ${'before billing began'}
  ${3}             | ${later(1)}  | ${'no such server'}
  ${9_000_000_000} | ${later(1)}  | ${'more than an id can be'}
`('server $serverId has no charge of that hour: $because', async ({ serverId, hour }) => {
  await expect(explainCharge(world.ctx, { serverId, hour })).rejects.toMatchObject({ code: 'not_found' });
});

describe('time that was not seen', () => {
  test.each`
    policy    | rule            | percent | seconds
    ${'bill'} | ${'gap_billed'} | ${100}  | ${3600}
    ${'free'} | ${'gap_free'}   | ${0}    | ${600}
  `('is a gap: the policy "$policy" makes it $percent %', async ({ policy, rule, percent, seconds }) => {
    const silent = await testContext({ at: START });
    try {
      const { ctx } = silent;
      await billingOn(ctx, START, { server_hourly_billing_gap_policy: policy });
      await aRate(ctx, { price: '7.30' });
      await aServer(ctx, { id: 1, customerId: ada, from: START });
      await ctx.db.insert(sweeps).values(
        [later(0, 10), later(2)].map((at) => ({
          startedAt: at,
          finishedAt: at,
          complete: true,
          reason: 'test',
        })),
      );
      await billAt(silent, later(2));
      const told = await explainCharge(ctx, { serverId: 1, hour: START });
      expect(told.parts).toMatchObject([
        { from: START, until: later(0, 10), rule: 'seen', percent: 100, unseenSeconds: 0 },
        { from: later(0, 10), until: later(1), rule, percent, unseenSeconds: 6600 },
      ]);
      expect(told).toMatchObject({ seconds, inGap: true, recomputed: { agrees: true } });
      expect(told.sightings.map(({ at }) => at)).toEqual([START, later(0, 10), later(2)]);
    } finally {
      await silent.close();
    }
  });

  test('and time before the first sighting, or while billing was off, has parts of its own', async () => {
    const young = await testContext({ at: START });
    try {
      await billingOn(young.ctx, later(0, 15));
      await aRate(young.ctx, { price: '7.30' });
      await aServer(young.ctx, { id: 1, customerId: ada, from: later(0, 30) });
      await sweepsThrough(young.ctx, { from: START, until: later(1) });
      await billAt(young, later(1));
      const told = await explainCharge(young.ctx, { serverId: 1, hour: START });
      expect(told.parts.map(({ from, until, rule, percent }) => [from, until, rule, percent])).toEqual([
        [START, later(0, 15), 'switched_off', 0],
        [later(0, 15), later(0, 30), 'not_yet_seen', 0],
        [later(0, 30), later(1), 'seen', 100],
      ]);
      expect(told.seconds).toBe(1800);
    } finally {
      await young.close();
    }
  });
});
