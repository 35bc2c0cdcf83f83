import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ScheduleJob } from '#shared/api/cron.ts';
import { api } from '#shared/api/index.ts';
import { can } from '#shared/auth/roles.ts';
import type { VirtFusionClient } from '../../integrations/virtfusion/client.ts';
import { billAt } from '../../testing/bill-at.ts';
import { billingOn } from '../../testing/factories.ts';
import { actorOf } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { CronService } from '../cron-service.ts';
import { listSchedules, oneSchedule } from './list-schedules.ts';
import { startSchedule } from './start-schedule.ts';

let world: TestContext;
let cron: CronService;

/** Node-cron tells the next runs by the machine's clock and takes no other: the story is of now. */
beforeAll(async () => {
  world = await testContext({ at: new Date(), actor: actorOf('otto', 2) });
  await billingOn(world.ctx, world.clock.now(), {
    server_hourly_billing_more_schedules: '["30 * * * *"]',
    server_hourly_billing_timezone: 'Europe/London',
  });
  cron = new CronService(world.ctx);
});
afterAll(async () => {
  await cron?.stopAllJobs();
  await world?.close();
});

/** A caller waits for the end, as with the real clock: its naps end only when they are called off. */
const patient = () => ({
  ...world.ctx,
  clock: {
    now: () => world.clock.now(),
    sleep: (_ms: number, signal?: AbortSignal) =>
      new Promise<void>((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
  },
});

const schedule = (job: ScheduleJob) => oneSchedule(world.ctx, job);
const rowsOf = async (query: ReturnType<typeof sql>) => (await world.ctx.db.execute(query)).rows;

test('every schedule is told: its sentence, its zone and when it starts next', async () => {
  const { schedules } = await listSchedules(world.ctx);
  expect(schedules.map(({ job, timezone, runsIn }) => [job, timezone, runsIn])).toEqual([
    ['hourly-billing', 'Europe/London', 'one'],
    ['observation', 'UTC', 'one'],
    ['alerts', 'UTC', 'one'],
    ['dunning', 'UTC', 'one'],
    ['history', 'UTC', 'one'],
    ['proof', 'UTC', 'one'],
    ['audit', 'UTC', 'one'],
    ['backup', 'UTC', 'one'],
    ['watchdog', 'UTC', 'every'],
  ]);
  const [billing] = schedules;
  expect(billing?.patterns).toEqual([
    { pattern: '0 * * * *', sentence: 'Every hour' },
    { pattern: '30 * * * *', sentence: 'At 30 minutes past the hour' },
  ]);
  const next = billing?.nextRuns.map(({ at }) => at.getTime()) ?? [];
  expect(next).toHaveLength(5);
  for (const [place, at] of next.entries())
    if (place > 0) expect(at - (next[place - 1] ?? 0)).toBe(1_800_000);
});

test('a run tells what came of it; a slot that was held back after it tells that', async () => {
  const runId = await billAt(world, world.clock.now());
  expect((await schedule('hourly-billing')).lastRun).toMatchObject({ outcome: 'done', runId });
  world.clock.advance(60_000);
  const at = world.clock.now();
  await rowsOf(sql`INSERT INTO cron_slots (key, job, claimed_at, claimed_by, finished_at, held_back)
    VALUES ('hourly-billing:1', 'hourly-billing', ${at.toISOString()}, 'test:1', ${at.toISOString()}, 'paused')`);
  expect((await schedule('hourly-billing')).lastRun).toMatchObject({ outcome: 'held_back', at, runId: null });
});

test('the status that operators know says the pause, and its next run is where it is caught up', async () => {
  const { ctx } = world;
  await cron.initializeHourlyBillingJob();
  const until = new Date(world.clock.now().getTime() + 90 * 60_000);
  const paused = await cron.pauseSchedule(ctx, {
    job: 'hourly-billing',
    reason: 'the panel is moved',
    until,
  });
  expect(paused).toMatchObject({
    pause: { reason: 'the panel is moved', until },
    nextRuns: [{ at: until, catchesUp: true }, {}, {}, {}, {}],
  });
  const { hourlyBilling } = (await cron.getCronStatus(ctx)).cronStatus;
  expect(hourlyBilling).toMatchObject({
    isScheduled: true,
    enabled: true,
    schedule: '0 * * * *',
    schedules: ['0 * * * *', '30 * * * *'],
    pause: { reason: 'the panel is moved' },
    nextRun: until,
  });
  expect((await cron.resumeSchedule(ctx, { job: 'hourly-billing' })).pause).toBeNull();
});

test('otto starts the detectors by hand: done and audited; a repeat within the minute changes nothing', async () => {
  world.clock.advance(3_600_000);
  const first = await cron.startSchedule(patient(), { job: 'alerts' });
  expect(first.lastRun).toMatchObject({ outcome: 'done', at: world.clock.now() });
  await cron.startSchedule(patient(), { job: 'alerts' });
  expect(
    await rowsOf(sql`SELECT subject, actor_name FROM audit_log WHERE action = 'schedule.started'`),
  ).toEqual([{ subject: 'schedule:alerts', actor_name: 'Otto Operator' }]);
  expect(can('viewer', api.cron.start.access as 'billing.run')).toBe(false);
});

test('a start that fails says why on the page', async () => {
  world.clock.advance(60_000);
  await startSchedule(patient(), {
    job: 'alerts',
    work: () => Promise.reject(new Error('the disk is full')),
  });
  expect((await schedule('alerts')).lastRun).toMatchObject({ outcome: 'failed', detail: 'the disk is full' });
});

test('without a VirtFusion there is nothing to look at; with one there is', async () => {
  const work = async () => {};
  await expect(startSchedule(world.ctx, { job: 'observation', work })).rejects.toMatchObject({
    code: 'refused',
  });
  const client = {} as VirtFusionClient;
  const connected = { ...patient(), panel: async () => ({ source: 'settings' as const, url: null, client }) };
  await startSchedule(connected, { job: 'observation', work });
  expect(await rowsOf(sql`SELECT failure FROM cron_slots WHERE job = 'observation'`)).toEqual([
    { failure: null },
  ]);
});
