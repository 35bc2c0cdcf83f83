import { sql } from 'drizzle-orm';
import { createTask, type ScheduledTask } from 'node-cron';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { billAt } from '../../testing/bill-at.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { watchSchedule } from './watch-schedule.ts';

let world: TestContext;
const armed: ScheduledTask[] = [];

beforeEach(async () => {
  world = await testContext({ at: '2026-03-28T14:00:00Z' });
});
afterEach(async () => {
  for (const task of armed.splice(0)) await task.destroy();
  await world.close();
});

async function schedule(pattern: string, timezone = 'UTC', on = true): Promise<ScheduledTask> {
  const task = createTask(pattern, () => {}, { timezone, unref: true });
  if (on) await task.start();
  armed.push(task);
  return task;
}

/** The last run closed at `ran`; what does the watchdog do at `now`? */
test.each`
  pattern         | timezone           | ran                       | now                       | opens    | because
  ${'0 * * * *'}  | ${'UTC'}           | ${'2026-03-28T14:00:05Z'} | ${'2026-03-28T14:59:59Z'} | ${false} | ${'the next slot is yet to come'}
  ${'0 * * * *'}  | ${'UTC'}           | ${'2026-03-28T14:00:05Z'} | ${'2026-03-28T15:01:00Z'} | ${false} | ${'a minute late is not missed: the slot may be opening its run'}
  ${'0 * * * *'}  | ${'UTC'}           | ${'2026-03-28T14:00:05Z'} | ${'2026-03-28T15:02:00Z'} | ${true}  | ${'the slot of 15:00 had no run'}
  ${'0 * * * *'}  | ${'UTC'}           | ${'2026-03-28T15:00:01Z'} | ${'2026-03-28T15:30:00Z'} | ${false} | ${'the slot of 15:00 had its run'}
  ${'0 * * * *'}  | ${'UTC'}           | ${'2026-03-28T14:00:05Z'} | ${'2026-03-28T18:10:00Z'} | ${true}  | ${'a laptop slept, or the clock jumped, for three slots: one run catches them up'}
  ${'0 * * * *'}  | ${'UTC'}           | ${'2026-03-28T14:00:05Z'} | ${'2026-03-28T11:30:00Z'} | ${false} | ${'the clock stepped back: those slots had their runs'}
  ${'30 1 * * *'} | ${'Europe/London'} | ${'2026-03-28T01:30:05Z'} | ${'2026-03-29T12:00:00Z'} | ${false} | ${'half past one does not come on the night the clocks go forward'}
  ${'30 2 * * *'} | ${'Europe/London'} | ${'2026-03-28T02:30:05Z'} | ${'2026-03-29T12:00:00Z'} | ${true}  | ${'half past two does, and had no run'}
`(
  '$pattern in $timezone, last run $ran, at $now opens a run: $opens ($because)',
  async ({ pattern, timezone, ran, now, opens }) => {
    await billAt(world, ran);
    world.clock.set(new Date(now));
    const runId = await watchSchedule(world.ctx, [await schedule(pattern, timezone)]);
    expect(runId !== null).toBe(opens);
    const { rows } = await world.ctx.db.execute(
      sql`SELECT trigger FROM billing_runs WHERE closed_at IS NULL`,
    );
    expect(rows).toEqual(opens ? [{ trigger: 'watchdog' }] : []);
    const { rows: alerts } = await world.ctx.db.execute(sql`SELECT kind FROM alerts`);
    expect(alerts).toEqual(opens ? [{ kind: 'missed_run' }] : []);
  },
);

test('a schedule that is switched off misses nothing', async () => {
  await billAt(world, '2026-03-28T14:00:05Z');
  world.clock.set(new Date('2026-03-28T20:00:00Z'));
  expect(await watchSchedule(world.ctx, [await schedule('0 * * * *', 'UTC', false)])).toBeNull();
});

test('an open run whose opener died is gone on with, and no second one is opened', async () => {
  world.clock.set(new Date('2026-03-28T15:00:00Z'));
  const { rows } = await world.ctx.db.execute<{ id: number }>(
    sql`INSERT INTO billing_runs (until, trigger, status) VALUES ('2026-03-28T15:00:00Z', 'schedule', 'billing') RETURNING id`,
  );
  world.clock.set(new Date('2026-03-28T18:00:00Z'));
  expect(await watchSchedule(world.ctx, [await schedule('0 * * * *')])).toBe(rows[0]?.id);
});
