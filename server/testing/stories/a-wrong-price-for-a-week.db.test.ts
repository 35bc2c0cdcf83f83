import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { parseMoney } from '#shared/billing/money.ts';
import { reconcileLedger } from '../../services/reconcile/reconcile-ledger.ts';
import { advanceReplay } from '../../services/replays/advance-replay.ts';
import { createReplay } from '../../services/replays/create-replay.ts';
import { postReplay } from '../../services/replays/decide-replay.ts';
import { getReplay } from '../../services/replays/get-replay.ts';
import { postServers } from '../../services/replays/post-servers.ts';
import { billAt } from '../bill-at.ts';
import { aRate, billingOn, HOUR_MS, sweepsThrough } from '../factories.ts';
import { type TestContext, testContext } from '../test-context.ts';

const SERVERS = 500;
const START = new Date('2026-11-01T00:00:00Z');
const MONDAY = new Date('2026-11-02T00:00:00Z');
const NEXT_MONDAY = new Date('2026-11-09T00:00:00Z');
const FOUND_OUT = new Date('2026-11-09T12:00:00Z');
const LATER = new Date('2026-11-10T03:00:00Z');

/** One world had the wrong price for a week; the other had the right one all along. */
let wrong: TestContext;
let right: TestContext;

beforeAll(async () => {
  wrong = await aWorld('49.90');
  right = await aWorld('4.99');
}, 120_000);
afterAll(async () => {
  await wrong?.close();
  await right?.close();
});

async function aWorld(price: string): Promise<TestContext> {
  const world = await testContext({ at: START });
  const { ctx } = world;
  await ctx.db.execute(sql`SELECT ensure_charge_partitions('2026-11-01', '2026-12-01')`);
  // No brake: a host that had set one would have found out on Monday.
  await billingOn(ctx, START, {
    server_hourly_billing_brake_total_percent: '0',
  });
  await aRate(ctx, { price: '5.00' });
  await aRate(ctx, { price, from: MONDAY });
  await aRate(ctx, { price: '5.25', from: NEXT_MONDAY });
  await aHost(ctx);
  await sweepsThrough(ctx, { from: START, until: LATER, minutes: 30 });
  for (let day = 1; day <= 8; day += 1) await billAt(world, new Date(START.getTime() + day * 24 * HOUR_MS));
  await billAt(world, FOUND_OUT);
  expect(await books(world)).toMatchObject({ hours: SERVERS * 204 });
  return world;
}

/** 500 servers of 97 customers; every third was seen stopped for a while, from another minute each. */
async function aHost({ db }: TestContext['ctx']): Promise<void> {
  const start = START.toISOString();
  await db.execute(sql`
    INSERT INTO packages (id, name, enabled, memory_mb, storage_gb, traffic_gb, cpu_cores, seen_at)
    VALUES (1, 'Small', true, 1024, 20, 0, 1, ${start})`);
  await db.execute(
    sql`INSERT INTO customers (id, name) SELECT n, 'customer ' || n FROM generate_series(0, 96) n`,
  );
  await db.execute(sql`
    INSERT INTO accounts (code, kind, customer_id) SELECT 'wallet:' || n, 'wallet', n FROM generate_series(0, 96) n`);
  await db.execute(sql`
    INSERT INTO servers (id, uuid, name, customer_id, hypervisor_id, commission_status, suspended, self_service,
      panel_created_at, panel_updated_at, state, package_id)
    SELECT n, 'uuid-' || n, 'server-' || n, n % 97, 1, 3, false, 0, ${start}, ${start}, 'running', 1
    FROM generate_series(1, ${SERVERS}) n`);
  await db.execute(sql`
    INSERT INTO server_meters (server_id, customer_id, billed_until) SELECT n, n % 97, ${start}
    FROM generate_series(1, ${SERVERS}) n`);
  await db.execute(sql`
    INSERT INTO server_packages (server_id, effective_from, package_id, source) SELECT n, ${start}, 1, 'match'
    FROM generate_series(1, ${SERVERS}) n`);
  await db.execute(sql`
    INSERT INTO uptime_stretches (server_id, first_seen_at, last_seen_at, state, customer_id)
    SELECT n, ${start}::timestamptz, CASE WHEN n % 3 = 0 THEN ${MONDAY.toISOString()}::timestamptz + n * interval '601 seconds' END,
      'running', n % 97 FROM generate_series(1, ${SERVERS}) n
    UNION ALL SELECT n, ${MONDAY.toISOString()}::timestamptz + n * interval '601 seconds' + interval '5 minutes',
      ${MONDAY.toISOString()}::timestamptz + n * interval '601 seconds' + interval '95 minutes', 'stopped', n % 97
    FROM generate_series(3, ${SERVERS}, 3) n
    UNION ALL SELECT n, ${MONDAY.toISOString()}::timestamptz + n * interval '601 seconds' + interval '107 minutes', NULL,
      'running', n % 97 FROM generate_series(3, ${SERVERS}, 3) n`);
}

const theWeek = (idempotencyKey: string): InputOf<typeof api.replays.create> => ({
  from: MONDAY,
  until: NEXT_MONDAY,
  scope: { kind: 'package', id: 1 },
  change: { kind: 'price', packageId: null, monthlyPrice: parseMoney('4.99') },
  reason: 'the price had a digit too many',
  idempotencyKey,
});

/** What every hour of every server costs, and what every wallet holds, as one fingerprint and as sums. */
async function books({ ctx }: TestContext) {
  const { rows } = await ctx.db.execute(sql`
    WITH net AS (
      SELECT hour, server_id, sum(amount)::bigint AS amount, sum(weighted)::bigint AS weighted, sum(seconds)::bigint AS seconds FROM (
        SELECT hour, server_id, amount_micros AS amount, weighted, seconds FROM hourly_charges
        UNION ALL SELECT hour, server_id, amount_micros, weighted, seconds FROM charge_corrections) both_kinds
      GROUP BY hour, server_id)
    SELECT count(*)::int AS hours, sum(amount)::text AS amount,
      md5(string_agg(format('%s %s %s %s %s', hour, server_id, amount, weighted, seconds), ',' ORDER BY hour, server_id)) AS hour_by_hour,
      (SELECT md5(string_agg(code || balance_micros, ',' ORDER BY code)) FROM accounts) AS wallets,
      (SELECT md5(string_agg(format('%s %s %s %s', server_id, month, capped_weighted, rate_id), ',' ORDER BY server_id)) FROM server_meters) AS meters
    FROM net`);
  return rows[0];
}

const movements = async ({ ctx }: TestContext) => {
  const { rows } = await ctx.db.execute(sql`
    SELECT (SELECT count(*)::int FROM transactions) AS transactions, (SELECT count(*)::int FROM charge_corrections) AS corrections,
      (SELECT sum(version)::int FROM accounts) AS versions`);
  return rows[0];
};

test('a replay of the week turns the one world into the other, to the micro, and a second one posts nothing', async () => {
  const charged = await movements(wrong);
  const { replay } = await createReplay(wrong.ctx, theWeek('first-replay'));
  await advanceReplay(wrong.ctx, { replayId: replay.id });
  const proposed = await getReplay(wrong.ctx, { id: replay.id });
  expect(proposed).toMatchObject({
    status: 'proposed',
    servers: SERVERS,
    customers: 97,
    problems: 0,
    up: 0n,
  });
  expect(proposed.hours).toBeGreaterThan(SERVERS * 24 * 7 - SERVERS * 2);
  expect(await movements(wrong)).toEqual(charged);

  await postReplay(wrong.ctx, { id: replay.id });
  // The process dies after the first step; two others take over at once.
  await postServers(wrong.ctx, replay.id);
  await Promise.all([1, 2].map(() => advanceReplay(wrong.ctx, { replayId: replay.id })));
  const posted = await getReplay(wrong.ctx, { id: replay.id });
  expect(posted).toMatchObject({
    status: 'posted',
    down: proposed.down,
    hours: proposed.hours,
    postedServers: SERVERS,
  });
  expect(await books(wrong)).toEqual(await books(right));

  const after = await movements(wrong);
  await postReplay(wrong.ctx, { id: replay.id });
  await advanceReplay(wrong.ctx, { replayId: replay.id });
  const again = await createReplay(wrong.ctx, theWeek('second-replay'));
  await advanceReplay(wrong.ctx, { replayId: again.replay.id });
  expect(await getReplay(wrong.ctx, { id: again.replay.id })).toMatchObject({
    status: 'proposed',
    servers: 0,
    hours: 0,
  });
  await expect(postReplay(wrong.ctx, { id: again.replay.id })).rejects.toMatchObject({ code: 'refused' });
  expect(await movements(wrong)).toEqual(after);
}, 120_000);

test('and the month goes on in both worlds alike', async () => {
  for (const world of [wrong, right]) await billAt(world, LATER);
  expect(await books(wrong)).toEqual(await books(right));
  expect((await reconcileLedger(wrong.ctx)).differences).toEqual([]);
}, 120_000);
