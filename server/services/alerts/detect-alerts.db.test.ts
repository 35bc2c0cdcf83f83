import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { alertStates } from '#shared/api/alerts.ts';
import { api } from '#shared/api/index.ts';
import { can } from '#shared/auth/roles.ts';
import { billAt } from '../../testing/bill-at.ts';
import { aCustomer, aRate, aServer, billingOn, sweepsThrough } from '../../testing/factories.ts';
import { actorOf } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { detectAlerts } from './detect-alerts.ts';
import { listAlerts } from './list-alerts.ts';
import { raiseAlert } from './raise-alert.ts';
import { snoozeAlert } from './snooze-alert.ts';

const FROM = new Date('2026-11-01T00:00:00Z');
const UNTIL = new Date('2026-11-04T02:00:00Z');

let world: TestContext;

/** Ada runs one server for three days; dora's package has no price; the hours of the last run are dear for ada. */
beforeAll(async () => {
  world = await testContext({ at: FROM, actor: actorOf('otto', 2) });
  const { ctx } = world;
  await billingOn(ctx, FROM, { server_hourly_billing_brake_catch_up_hours: '0' });
  await aRate(ctx, { price: '7.30' });
  await aRate(ctx, { price: '73.00', from: new Date('2026-11-04T01:00:00Z') });
  await aServer(ctx, { id: 101, customerId: 11, from: FROM });
  await aServer(ctx, { id: 104, customerId: 14, packageId: 9, from: FROM });
  await sweepsThrough(ctx, { from: FROM, until: UNTIL, minutes: 30 });
  await ctx.db.execute(
    sql`UPDATE sweeps SET servers = CASE WHEN started_at < '2026-11-04T02:00:00Z' THEN 40 ELSE 2 END`,
  );
  // Forgotten: it is there, and nothing will ever bill it.
  await aServer(ctx, { id: 103, customerId: 13, from: FROM });
  await ctx.db.execute(sql`UPDATE servers SET created_at = panel_created_at`);
  await ctx.db.execute(sql`UPDATE server_meters SET finished = true WHERE server_id = 103`);
  await billAt(world, UNTIL);
});
afterAll(() => world?.close());

const page = { limit: 50 };
const open = async () => {
  const { rows } = await listAlerts(world.ctx, { open: 'yes', ...page });
  return Object.fromEntries(rows.map(({ kind, subject }) => [kind, subject]));
};
const inState = async (state: (typeof alertStates)[number]) =>
  (await listAlerts(world.ctx, { open: 'yes', state, ...page })).rows.map(({ id }) => id);

test('what a run left behind is found, each under its own subject', async () => {
  await detectAlerts(world.ctx);
  expect(await open()).toEqual({
    server_unpriced: 'package:9',
    revenue_waiting: 'set-aside',
    charge_unusual: 'server:101',
    fleet_changed: 'virtfusion',
    billed_by_nobody: 'fleet',
  });
});

test('looked at again they are the same alerts, seen again', async () => {
  const before = (await listAlerts(world.ctx, { open: 'no', ...page })).rows;
  world.clock.advance(300_000);
  await detectAlerts(world.ctx);
  const after = (await listAlerts(world.ctx, { open: 'no', ...page })).rows;
  expect(after).toEqual(before.map((alert) => ({ ...alert, lastSeenAt: world.clock.now() })));
});

test('each alert is told to the admins when it opens, and not when it is seen again', async () => {
  const { rows } = await world.ctx.db.execute(sql`
    SELECT n.event, a.kind FROM notices n JOIN alerts a ON n.key = 'alert:' || a.id ORDER BY a.kind`);
  expect(rows).toEqual(
    ['billed_by_nobody', 'charge_unusual', 'fleet_changed', 'revenue_waiting', 'server_unpriced'].map(
      (kind) => ({ event: 'alert.raised', kind }),
    ),
  );
  for (const kind of ['run_held', 'balance_disagrees', 'missed_run', 'server_failed'] as const) {
    for (let time = 0; time < 2; time += 1) {
      await raiseAlert(world.ctx, { kind, subject: 'story:1', message: 'Found.' });
    }
  }
  const told = await world.ctx.db.execute(
    sql`SELECT event FROM notices WHERE facts->>'subject' = 'story:1' ORDER BY id`,
  );
  expect(told.rows.map(({ event }) => event)).toEqual([
    'run.held',
    'reconciliation.differs',
    'run.missed',
    'run.failed',
  ]);
  await world.ctx.db.execute(sql`DELETE FROM alerts WHERE subject = 'story:1'`);
});

test('what is gone is over; what lasts stays', async () => {
  await world.ctx.db.execute(
    sql`UPDATE server_meters SET finished = false, billed_until = ${UNTIL.toISOString()} WHERE server_id = 103`,
  );
  await world.ctx.db.execute(sql`UPDATE sweeps SET servers = 40`);
  await detectAlerts(world.ctx);
  expect(Object.keys(await open()).sort()).toEqual(['charge_unusual', 'revenue_waiting', 'server_unpriced']);
});

test('a wallet that somebody wrote to past the ledger is noticed, and its repair as well', async () => {
  const { ctx } = world;
  await aCustomer(ctx, 12, 'Bram de Boer');
  const write = (balance: number) =>
    ctx.db.execute(sql`UPDATE accounts SET balance_micros = ${balance} WHERE code = 'wallet:12'`);
  await write(5);
  await detectAlerts(ctx);
  expect(await open()).toMatchObject({ balance_disagrees: 'wallet:12' });
  await write(0);
  await detectAlerts(ctx);
  expect(await open()).not.toHaveProperty('balance_disagrees');
});

test('a run that is due and does not come is noticed; while billing is paused it is not missed', async () => {
  const { ctx, clock } = world;
  clock.set('2026-11-04T03:11:00Z');
  await detectAlerts(ctx);
  expect(await open()).toMatchObject({ run_overdue: 'schedule:hourly-billing' });
  await ctx.db.execute(sql`
    INSERT INTO schedule_pauses (job, reason, paused_at, paused_by) VALUES ('hourly-billing', 'maintenance', ${UNTIL.toISOString()}, 'admin:1')`);
  await detectAlerts(ctx);
  expect(await open()).not.toHaveProperty('run_overdue');
});

test('one detector that fails leaves its alerts as they are, says so, and keeps no other from looking', async () => {
  const { ctx } = world;
  await ctx.db.execute(sql`ALTER TABLE sweeps RENAME TO sweeps_away`);
  await raiseAlert(ctx, { kind: 'fleet_changed', subject: 'virtfusion', message: 'Found before.' });
  await expect(detectAlerts(ctx)).rejects.toThrow(
    'These could not be looked at: stale_sighting, fleet_changed.',
  );
  expect(await open()).toMatchObject({ fleet_changed: 'virtfusion', server_unpriced: 'package:9' });
  await ctx.db.execute(sql`ALTER TABLE sweeps_away RENAME TO sweeps`);
});

describe('a snoozed alert', () => {
  const until = new Date('2026-11-04T09:00:00Z');
  let id: number;
  beforeAll(async () => {
    world.clock.set('2026-11-04T04:00:00Z');
    const { rows } = await listAlerts(world.ctx, { open: 'yes', kind: 'server_unpriced', ...page });
    id = rows[0]?.id as number;
  });

  test('is out of the way until its time, and comes back by itself', async () => {
    const snoozed = await snoozeAlert(world.ctx, { id, until });
    expect(snoozed).toMatchObject({ snoozedUntil: until, snoozedBy: 'Otto Operator', resolvedAt: null });
    expect(await inState('waiting')).not.toContain(id);
    expect(await inState('snoozed')).toEqual([id]);
    world.clock.set(until);
    expect(await inState('waiting')).toContain(id);
    expect(await inState('snoozed')).toEqual([]);
    world.clock.set('2026-11-04T04:00:00Z');
  });

  test('is audited, and a repeat changes nothing', async () => {
    await snoozeAlert(world.ctx, { id, until });
    const { rows } = await world.ctx.db.execute(
      sql`SELECT subject, before, after FROM audit_log WHERE action = 'alert.snoozed'`,
    );
    expect(rows).toEqual([
      {
        subject: `alert:${id}`,
        before: { until: null },
        after: { kind: 'server_unpriced', until: until.toISOString() },
      },
    ]);
  });

  test('is brought back by whoever may, which vera may not', async () => {
    expect((await snoozeAlert(world.ctx, { id, until: null })).snoozedBy).toBeNull();
    expect(can('viewer', api.alerts.snooze.access as 'billing.run')).toBe(false);
  });

  test.each`
    until                     | refused
    ${'2026-11-04T04:00:00Z'} | ${'invalid_input'}
    ${'2026-12-06T00:00:00Z'} | ${'invalid_input'}
  `('until $until is refused', async ({ until, refused }) => {
    await expect(snoozeAlert(world.ctx, { id, until: new Date(until) })).rejects.toMatchObject({
      code: refused,
    });
  });

  test('has to be there, and open', async () => {
    await expect(snoozeAlert(world.ctx, { id: 9999, until })).rejects.toMatchObject({ code: 'not_found' });
    const [over] = await inState('over');
    await expect(snoozeAlert(world.ctx, { id: over as number, until })).rejects.toMatchObject({
      code: 'refused',
    });
  });
});
