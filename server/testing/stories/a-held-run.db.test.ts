import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { advanceRun } from '../../services/billing/advance-run.ts';
import { approveRun, cancelRun } from '../../services/billing/decide-run.ts';
import { getRun } from '../../services/billing/get-run.ts';
import type { RunObservation } from '../../services/billing/open-batches.ts';
import { openRun } from '../../services/billing/open-run.ts';
import { aRate, aServer, billingOn, HOUR_MS, sweepsThrough } from '../factories.ts';
import { actorOf } from '../people.ts';
import { type TestContext, testContext } from '../test-context.ts';

const FROM = new Date('2026-11-01T00:00:00Z');
const LATER = new Date(FROM.getTime() + 60 * HOUR_MS);

let world: TestContext;

beforeEach(async () => {
  world = await testContext({ at: FROM, actor: actorOf('otto', 1) });
  await billingOn(world.ctx, FROM);
  await aRate(world.ctx, { price: '7.30' });
  await aServer(world.ctx, { id: 11, customerId: 2, from: FROM });
  await sweepsThrough(world.ctx, { from: FROM, until: LATER });
});
afterEach(() => world.close());

/** What a run saw, and how often it was asked to look. */
async function run(at: Date, seen: Partial<RunObservation> = {}) {
  world.clock.set(at);
  const { runId } = await openRun(world.ctx, { trigger: 'schedule', requestedBy: null });
  const observation = { until: at, sweepId: null, serversSeen: 1, notSeen: null, panelSkewMs: 0, ...seen };
  await advanceRun(world.ctx, { runId, observe: async () => observation });
  return getRun(world.ctx, { id: runId });
}

const charges = async () =>
  (await world.ctx.db.execute(sql`SELECT count(*)::int AS n FROM hourly_charges`)).rows[0]?.n;
const openAlerts = async () =>
  (await world.ctx.db.execute(sql`SELECT kind, subject FROM alerts WHERE resolved_at IS NULL`)).rows;

describe('sixty hours to catch up, where two days are the limit', () => {
  test('wait for an admin, who is told the figures; nothing is charged', async () => {
    const held = await run(LATER);
    expect(held).toMatchObject({
      status: 'held',
      closedAt: null,
      charges: 0,
      heldReasons: [{ brake: 'catch_up', found: '60 hours to catch up', limit: '48 hours' }],
    });
    expect(await charges()).toBe(0);
    expect(await openAlerts()).toEqual([{ kind: 'run_held', subject: `run:${held.id}` }]);
  });

  test('are billed once otto lets the run go on, each hour once', async () => {
    const { id } = await run(LATER);
    await approveRun(world.ctx, { id, reason: 'the panel was down' });
    const done = await run(LATER);
    expect(done).toMatchObject({ id, status: 'done', charges: 60, amount: 600_000n, decidedBy: 'admin:1' });
    expect(await openAlerts()).toEqual([]);
  });

  test('stay due when otto cancels the run; the next one asks anew', async () => {
    const { id } = await run(LATER);
    expect(await cancelRun(world.ctx, { id, reason: 'let me look first' })).toMatchObject({
      status: 'cancelled',
      charges: 0,
    });
    expect(await charges()).toBe(0);
    const next = await run(LATER);
    expect(next.id).not.toBe(id);
    expect(next.status).toBe('held');
  });

  test('are decided once: a second yes and a late no are refused', async () => {
    const { id } = await run(LATER);
    await approveRun(world.ctx, { id, reason: 'the panel was down' });
    await expect(approveRun(world.ctx, { id, reason: 'again' })).rejects.toMatchObject({ code: 'refused' });
    await expect(cancelRun(world.ctx, { id, reason: 'too late' })).rejects.toMatchObject({ code: 'refused' });
    const { rows } = await world.ctx.db.execute(sql`SELECT action FROM audit_log`);
    expect(rows).toEqual([{ action: 'run.approved' }]);
  });
});

describe('clocks that disagree', () => {
  test.each([
    ['VirtFusion', { panelSkewMs: 31_000 }, 0, 'the clock of VirtFusion is 31 s ahead of ours'],
    ['the database', {}, -45_000, 'the clock of database is 45 s behind ours'],
    ['a year', {}, -365 * 24 * HOUR_MS, 'the clock of database is 31536000 s behind ours'],
  ])('hold the run: %s', async (_what, seen, databaseSkewMs, found) => {
    const { ctx, clock } = world;
    ctx.databaseNow = async () => new Date(clock.now().getTime() + databaseSkewMs);
    const held = await run(new Date(FROM.getTime() + HOUR_MS), seen);
    expect(held).toMatchObject({ status: 'held', heldReasons: [{ brake: 'clocks', found, limit: '30 s' }] });
    expect(await charges()).toBe(0);
  });

  test('by half a minute do not', async () => {
    const done = await run(new Date(FROM.getTime() + HOUR_MS), { panelSkewMs: -30_000 });
    expect(done).toMatchObject({ status: 'done', charges: 1 });
  });
});
