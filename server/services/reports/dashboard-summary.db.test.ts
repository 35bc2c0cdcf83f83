import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sweeps } from '#shared/schema/index.ts';
import { billAt } from '../../testing/bill-at.ts';
import { aRate, aServer, billingOn, HOUR_MS, sweepsThrough } from '../../testing/factories.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { acknowledgeAlert } from '../alerts/acknowledge-alert.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { openRun } from '../billing/open-run.ts';
import { adjustWallet } from '../wallets/adjust-wallet.ts';
import { billedBetween } from './billed-between.ts';
import { dashboardSummary } from './dashboard-summary.ts';

const START = new Date('2026-10-30T12:00:00Z');
const later = (hours: number) => new Date(START.getTime() + hours * HOUR_MS);
const [ada, bram, chidi, dora] = [11, 12, 13, 14];
const credit = (world: TestContext, id: number, amount: bigint) =>
  adjustWallet(world.ctx, {
    id,
    direction: 'credit',
    amount,
    reason: 'paid in',
    idempotencyKey: `pay-in-${id}`,
  });

/** At 0.01 an hour: ada has two servers, chidi one; bram's is stopped and costs nothing; dora's two have no price. */
async function aHost(): Promise<TestContext> {
  const world = await testContext({ at: START });
  const { ctx } = world;
  await billingOn(ctx, START);
  await aRate(ctx, { price: '7.30' });
  await aServer(ctx, { id: 1, customerId: ada, from: START });
  await aServer(ctx, { id: 2, customerId: ada, from: START });
  await aServer(ctx, { id: 3, customerId: bram, from: START, state: 'stopped' });
  await aServer(ctx, { id: 4, customerId: chidi, from: START });
  await aServer(ctx, { id: 5, customerId: dora, packageId: 2, from: START });
  await aServer(ctx, { id: 6, customerId: dora, packageId: 2, from: START });
  await credit(world, ada, 100_000_000n);
  await credit(world, chidi, 700_000n);
  await credit(world, bram, 10_000n);
  return world;
}

describe('a host billed through the end of a month', () => {
  let world: TestContext;
  beforeAll(async () => {
    world = await aHost();
    await sweepsThrough(world.ctx, { from: START, until: later(50) });
    for (const hours of [3, 20, 47, 48]) await billAt(world, later(hours));
    world.clock.set(new Date(later(48).getTime() + 10 * 60_000));
  });
  afterAll(() => world?.close());

  test('sums today, and the same hours of the day before', async () => {
    const { today, billedUntil } = await dashboardSummary(world.ctx);
    expect(billedUntil).toEqual(later(48));
    // 1 November: twelve hours of three running servers, and on 31 October as many.
    expect(today).toEqual({
      from: later(36),
      until: later(48),
      amount: 360_000n,
      before: 360_000n,
      beforeFrom: later(12),
    });
  });

  test('sums the month; nothing was billed in the same hours of the month before', async () => {
    const { month } = await dashboardSummary(world.ctx);
    expect(month).toMatchObject({
      from: later(36),
      amount: 360_000n,
      before: null,
      beforeFrom: new Date('2026-10-01T00:00:00Z'),
    });
  });

  test.each`
    from  | until | amount        | because
    ${0}  | ${48} | ${1_440_000n} | ${'every hour there was'}
    ${0}  | ${3}  | ${90_000n}    | ${'one run, whole'}
    ${1}  | ${2}  | ${30_000n}    | ${'an hour in the middle of a run'}
    ${2}  | ${21} | ${570_000n}   | ${'the end of one, a whole one, the beginning of another'}
    ${36} | ${47} | ${330_000n}   | ${'a run that reaches over the end of a month'}
    ${-9} | ${0}  | ${null}       | ${'before billing began: none, not nothing'}
    ${48} | ${60} | ${null}       | ${'not billed yet'}
    ${5}  | ${5}  | ${null}       | ${'no hour at all'}
  `('from hour $from until $until $amount micros were billed: $because', async ({ from, until, amount }) => {
    expect(await billedBetween(world.ctx, { from: later(from), until: later(until) })).toBe(amount);
  });

  test('counts the fleet by state, the gone left out', async () => {
    const gone = await dashboardSummary(world.ctx);
    expect(gone.fleet).toEqual([
      { state: 'running', servers: 5 },
      { state: 'stopped', servers: 1 },
    ]);
  });

  test('groups who waits by reason, with those that wait longest', async () => {
    const { setAside } = await dashboardSummary(world.ctx);
    expect(setAside).toEqual([
      {
        reason: 'no_rate',
        servers: 2,
        since: START,
        examples: [
          { id: 5, name: 'server-5' },
          { id: 6, name: 'server-6' },
        ],
      },
    ]);
  });

  test('names the wallets that last less than three days, the emptiest first', async () => {
    const { runningDry } = await dashboardSummary(world.ctx);
    // 0.70 paid in, 48 hours at 0.01 spent.
    expect(runningDry).toMatchObject({ withinHours: 72, customers: 1 });
    expect(runningDry.rows).toEqual([
      expect.objectContaining({ id: chidi, balance: 220_000n, burnPerHour: 10_000n, hoursLeft: 22 }),
    ]);
  });

  test('lists the last runs, newest first', async () => {
    const { lastRuns } = await dashboardSummary(world.ctx);
    expect(lastRuns.map(({ id, amount }) => [id, amount])).toEqual([
      [4, 30_000n],
      [3, 810_000n],
      [2, 510_000n],
      [1, 90_000n],
    ]);
  });

  test('says when billing runs next, and since when it is on', async () => {
    const { billing } = await dashboardSummary(world.ctx);
    expect(billing).toMatchObject({ enabled: true, onSince: START, timezone: 'UTC', sentence: 'Every hour' });
    expect(billing.nextRun?.getUTCMinutes()).toBe(0);
    expect(billing.overdueSince).toBeNull();
  });

  test('says since when a run is overdue', async () => {
    const at = world.clock.now();
    world.clock.set(later(50));
    expect((await dashboardSummary(world.ctx)).billing.overdueSince).toEqual(later(49));
    world.clock.set(at);
  });

  test('counts the alerts that are open; one that is over is none', async () => {
    const { ctx } = world;
    await raiseAlert(ctx, { kind: 'panel_silent', subject: 'virtfusion', message: 'It is silent.' });
    await raiseAlert(ctx, { kind: 'missed_run', subject: 'run:4', message: 'It came late.' });
    const { alerts } = await dashboardSummary(ctx);
    expect(alerts).toMatchObject({ open: 2, rows: [{ kind: 'missed_run' }, { kind: 'panel_silent' }] });
    await acknowledgeAlert(ctx, { id: alerts.rows[0]?.id ?? 0 });
    expect((await dashboardSummary(ctx)).alerts).toMatchObject({ open: 1, rows: [{ kind: 'panel_silent' }] });
  });

  test('says when VirtFusion was last read whole, and why not since', async () => {
    const { ctx } = world;
    expect((await dashboardSummary(ctx)).panel).toEqual({
      source: 'none',
      lastCompleteLook: later(50),
      failure: null,
    });
    const at = later(51);
    await ctx.db
      .insert(sweeps)
      .values({ startedAt: at, finishedAt: at, failure: 'page 2 did not come', reason: 'test' });
    expect((await dashboardSummary(ctx)).panel).toMatchObject({
      lastCompleteLook: later(50),
      failure: 'page 2 did not come',
    });
  });

  test('an open run counts with what it has charged, and not before', async () => {
    const { ctx } = world;
    const before = await dashboardSummary(ctx);
    const { runId } = await openRun(ctx, { trigger: 'manual', requestedBy: 'Otto' });
    const after = await dashboardSummary(ctx);
    expect(after.today).toEqual(before.today);
    expect(after.lastRuns[0]).toMatchObject({ id: runId, status: 'observing' });
  });
});

test('an installation where nothing ever happened has a first page too', async () => {
  const world = await testContext({ at: START });
  try {
    expect(await dashboardSummary(world.ctx)).toMatchObject({
      billing: { enabled: false, onSince: null, nextRun: null, overdueSince: null },
      panel: { source: 'none', lastCompleteLook: null, failure: null },
      today: { amount: 0n, before: null },
      month: { amount: 0n, before: null },
      billedUntil: null,
      fleet: [],
      lastRuns: [],
      alerts: { open: 0, rows: [] },
      setAside: [],
      runningDry: { customers: 0, rows: [] },
    });
  } finally {
    await world.close();
  }
});
