import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { stretchesOf } from './stretches-in-period.ts';

let story: TestContext;
beforeEach(async () => {
  story = await testContext();
});
afterEach(() => story.close());

const instant = (time: string) => new Date(`2026-11-01T${time}:00Z`);
const seconds = (at: Date) => at.getTime() / 1000;

async function sweepsAt(...times: string[]): Promise<void> {
  for (const time of times) {
    await story.ctx.db.execute(sql`
      INSERT INTO sweeps (started_at, complete, reason) VALUES (${instant(time).toISOString()}, true, 'schedule')`);
  }
}

async function stretch(serverId: number, state: string, from: string, until: string | null): Promise<void> {
  await story.ctx.db.execute(sql`
    INSERT INTO uptime_stretches (server_id, state, customer_id, first_seen_at, last_seen_at)
    VALUES (${serverId}, ${state}, 11, ${instant(from).toISOString()}, ${until && instant(until).toISOString()})`);
}

async function seen(serverId: number, from: string): Promise<string[]> {
  const clock = (seconds: number) => new Date(seconds * 1000).toISOString().slice(11, 16);
  const stretches =
    (await stretchesOf(story.ctx, [{ serverId, from: seconds(instant(from)) }])).get(serverId) ?? [];
  return stretches.map((row) => `${row.state} ${clock(row.from)}–${clock(row.until)}`);
}

describe('what was seen', () => {
  beforeEach(async () => {
    await sweepsAt('10:00', '10:10', '10:20', '10:30', '12:00', '12:10');
    await stretch(5, 'running', '09:00', '09:50');
    await stretch(5, 'stopped', '10:05', '10:05');
    await stretch(5, 'suspended', '10:12', null);
  });

  test.each`
    from       | stretches                                                                                           | because
    ${'08:00'} | ${['running 09:00–09:50', 'stopped 10:05–10:05', 'suspended 10:12–10:30', 'suspended 12:00–12:10']} | ${'all of it, cut where nobody looked for too long'}
    ${'09:50'} | ${['running 09:00–09:50', 'stopped 10:05–10:05', 'suspended 10:12–10:30', 'suspended 12:00–12:10']} | ${'it reaches up to there'}
    ${'10:00'} | ${['running 09:00–09:50', 'stopped 10:05–10:05', 'suspended 10:12–10:30', 'suspended 12:00–12:10']} | ${'the last one before'}
    ${'10:05'} | ${['stopped 10:05–10:05', 'suspended 10:12–10:30', 'suspended 12:00–12:10']}                        | ${'it begins there'}
    ${'11:00'} | ${['suspended 10:12–10:30', 'suspended 12:00–12:10']}                                               | ${'in the hole: both of its ends'}
    ${'12:05'} | ${['suspended 10:12–12:10']}                                                                        | ${'one piece, as holes before it are of no matter'}
  `('from $from: $because', async ({ from, stretches }) => {
    expect(await seen(5, from)).toEqual(stretches);
  });
});

test('incomplete sweeps are no sightings', async () => {
  await sweepsAt('10:00');
  await stretch(5, 'present', '10:00', null);
  await story.ctx.db.execute(sql`
    INSERT INTO sweeps (started_at, complete, reason) VALUES (${instant('10:10').toISOString()}, false, 'schedule')`);
  expect(await seen(5, '09:00')).toEqual(['present 10:00–10:00']);
});

test('the terms of the time say what too long is', async () => {
  await story.ctx.db.execute(sql`UPDATE billing_terms SET max_gap_seconds = 14400`);
  await sweepsAt('10:00', '10:10', '12:00');
  await stretch(5, 'present', '09:55', null);
  expect(await seen(5, '09:00')).toEqual(['present 09:55–12:00']);
});

test('a server never seen has no entry', async () => {
  expect((await stretchesOf(story.ctx, [{ serverId: 5, from: seconds(instant('10:00')) }])).size).toBe(0);
});

test('5,000 servers with one open stretch each, a month of sweeps: three statements, and fast', async () => {
  await story.ctx.db.execute(sql`
    INSERT INTO uptime_stretches (server_id, state, customer_id, first_seen_at)
    SELECT id, 'present', 11, ${'2026-09-01T00:00:00Z'} FROM generate_series(1, 5000) id`);
  await story.ctx.db.execute(sql`
    INSERT INTO sweeps (started_at, complete, reason) SELECT at, true, 'schedule'
    FROM generate_series(${'2026-10-01T00:00:00Z'}::timestamptz, ${'2026-11-01T00:00:00Z'}, '10 minutes') at`);
  await story.ctx.db.execute(sql`ANALYZE uptime_stretches`);
  const from15th = seconds(new Date('2026-10-15T00:00:00Z'));
  const asked = Array.from({ length: 5_000 }, (_, index) => ({ serverId: index + 1, from: from15th }));
  const began = performance.now();
  const stretches = await stretchesOf(story.ctx, asked);
  expect(performance.now() - began).toBeLessThan(2_000);
  expect(stretches.size).toBe(5_000);
  const [from, until] = ['2026-09-01T00:00:00Z', '2026-11-01T00:00:00Z'].map(
    (text) => new Date(text).getTime() / 1000,
  );
  expect(stretches.get(4_321)).toEqual([{ from, until, state: 'present', customerId: 11 }]);
});

test('of each server from its own instant on, so that one that waits long costs the others nothing', async () => {
  await sweepsAt('10:00', '10:10', '10:20');
  for (const serverId of [5, 6]) {
    await stretch(serverId, 'running', '10:00', '10:00');
    await stretch(serverId, 'stopped', '10:10', '10:10');
    await stretch(serverId, 'running', '10:20', null);
  }
  const stretches = await stretchesOf(story.ctx, [
    { serverId: 5, from: seconds(instant('10:00')) },
    { serverId: 6, from: seconds(instant('10:15')) },
  ]);
  expect(stretches.get(5)?.map(({ state }) => state)).toEqual(['running', 'stopped', 'running']);
  expect(stretches.get(6)?.map(({ state }) => state)).toEqual(['stopped', 'running']);
});
