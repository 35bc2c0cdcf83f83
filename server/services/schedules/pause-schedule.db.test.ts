import { sql } from 'drizzle-orm';
import { createTask, type ScheduledTask } from 'node-cron';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { api } from '#shared/api/index.ts';
import { can } from '#shared/auth/roles.ts';
import { billAt } from '../../testing/bill-at.ts';
import { actorOf } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { watchSchedule } from '../cron/watch-schedule.ts';
import { findHold } from './load-hold-rules.ts';
import { pauseSchedule, resumeSchedule } from './pause-schedule.ts';

let world: TestContext;
let hourly: ScheduledTask;

beforeEach(async () => {
  world = await testContext({ at: '2026-11-23T14:00:00Z', actor: actorOf('otto', 2) });
  hourly = createTask('0 * * * *', () => {}, { timezone: 'UTC', unref: true });
  await hourly.start();
  await billAt(world, '2026-11-23T14:00:05Z');
  world.clock.set('2026-11-23T14:20:00Z');
});
afterEach(async () => {
  await hourly.destroy();
  await world.close();
});

const job = 'hourly-billing' as const;
const reason = 'the panel is moved';
const until = new Date('2026-11-23T16:30:00Z');
const watchAt = (at: string) => {
  world.clock.set(at);
  return watchSchedule(world.ctx, [hourly]);
};
const rowsOf = async (query: ReturnType<typeof sql>) => (await world.ctx.db.execute(query)).rows;
const audits = () => rowsOf(sql`SELECT action, subject, before, after FROM audit_log ORDER BY id`);

test('a paused schedule opens nothing, and catches up when the pause is over; nobody is alarmed', async () => {
  await pauseSchedule(world.ctx, { job, reason, until });
  expect(await watchAt('2026-11-23T16:29:59Z')).toBeNull();
  const runId = await watchAt('2026-11-23T16:30:00Z');
  expect(await rowsOf(sql`SELECT id, trigger, until FROM billing_runs WHERE closed_at IS NULL`)).toEqual([
    { id: runId, trigger: 'watchdog', until: new Date('2026-11-23T16:00:00Z') },
  ]);
  expect(await rowsOf(sql`SELECT kind FROM alerts`)).toEqual([]);
});

test('one that somebody ends catches up as well; a slot missed after it is still news', async () => {
  await pauseSchedule(world.ctx, { job, reason, until: null });
  expect(await watchAt('2026-11-23T16:20:00Z')).toBeNull();
  await resumeSchedule(world.ctx, { job });
  expect(await watchAt('2026-11-23T17:10:00Z')).not.toBeNull();
  expect(await rowsOf(sql`SELECT kind FROM alerts`)).toEqual([{ kind: 'missed_run' }]);
});

test('a slot that a long pause held back is caught up, however long ago it was', async () => {
  await pauseSchedule(world.ctx, { job, reason, until: new Date('2026-11-27T00:10:00Z') });
  const weekly = createTask('0 15 23 11 *', () => {}, { timezone: 'UTC', unref: true });
  await weekly.start();
  await rowsOf(
    sql`INSERT INTO cron_slots (key, job, claimed_at, claimed_by, held_back) VALUES ('k', ${job}, '2026-11-23T15:00:00Z', 'test:1', 'paused')`,
  );
  world.clock.set('2026-11-27T00:10:00Z');
  expect(await watchSchedule(world.ctx, [weekly])).not.toBeNull();
  expect(await rowsOf(sql`SELECT kind FROM alerts`)).toEqual([]);
  await weekly.destroy();
});

test('a window of the week holds it back until its end, and the run comes then', async () => {
  const window = JSON.stringify([{ days: [1], from: '15:00', until: '17:30' }]);
  await rowsOf(sql`INSERT INTO settings (key, value) VALUES ('server_hourly_billing_blackouts', ${window})`);
  expect(await findHold(world.ctx, job)).toBeNull();
  expect(await watchAt('2026-11-23T17:29:00Z')).toBeNull();
  expect(await findHold(world.ctx, job)).toMatchObject({
    kind: 'blackout',
    until: new Date('2026-11-23T17:30:00Z'),
  });
  expect(await watchAt('2026-11-23T17:30:00Z')).not.toBeNull();
});

test('a pause and its end are audited with who, why and until when', async () => {
  await pauseSchedule(world.ctx, { job, reason, until });
  await resumeSchedule(world.ctx, { job });
  expect(await audits()).toEqual([
    {
      action: 'schedule.paused',
      subject: 'schedule:hourly-billing',
      before: null,
      after: { reason, until: until.toISOString() },
    },
    {
      action: 'schedule.resumed',
      subject: 'schedule:hourly-billing',
      before: { reason, until: until.toISOString() },
      after: null,
    },
  ]);
});

test('vera may do neither', () => {
  expect(can('viewer', api.cron.pause.access as 'billing.run')).toBe(false);
  expect(can('viewer', api.cron.resume.access as 'billing.run')).toBe(false);
});

test('a repeat changes nothing; another end replaces it', async () => {
  await pauseSchedule(world.ctx, { job, reason, until });
  world.clock.advance(60_000);
  await pauseSchedule(world.ctx, { job, reason, until });
  const pauses = () => rowsOf(sql`SELECT until, ended_by FROM schedule_pauses ORDER BY id`);
  expect(await pauses()).toEqual([{ until, ended_by: null }]);
  await pauseSchedule(world.ctx, { job, reason, until: null });
  expect(await pauses()).toEqual([
    { until, ended_by: 'Otto Operator' },
    { until: null, ended_by: null },
  ]);
  await resumeSchedule(world.ctx, { job });
  await resumeSchedule(world.ctx, { job });
  expect((await audits()).map((entry) => entry.action)).toEqual([
    'schedule.paused',
    'schedule.paused',
    'schedule.resumed',
  ]);
});

test('a pause that is over by itself ended when it said, and another begins', async () => {
  await pauseSchedule(world.ctx, { job, reason, until });
  world.clock.set('2026-11-23T18:00:00Z');
  expect(await findHold(world.ctx, job)).toBeNull();
  await pauseSchedule(world.ctx, { job, reason: 'once more', until: null });
  expect(await rowsOf(sql`SELECT ended_at, ended_by FROM schedule_pauses ORDER BY id`)).toEqual([
    { ended_at: until, ended_by: 'its own end' },
    { ended_at: null, ended_by: null },
  ]);
});

test('an end that is past is refused by name', async () => {
  await expect(
    pauseSchedule(world.ctx, { job, reason, until: new Date('2026-11-23T14:20:00Z') }),
  ).rejects.toMatchObject({
    fields: [{ path: 'until' }],
  });
});
