import { type SQL, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { parseMoney } from '#shared/billing/money.ts';
import { packages, rates } from '#shared/schema/index.ts';
import { billAt } from '../../testing/bill-at.ts';
import { explainAll } from '../../testing/explain-all.ts';
import { aCustomer, aRate, billingOn, HOUR_MS, sweepsThrough } from '../../testing/factories.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { advanceReplay } from '../replays/advance-replay.ts';
import { createReplay } from '../replays/create-replay.ts';
import { postReplay } from '../replays/decide-replay.ts';
import { explainCharge, explainHours } from './explain-charge.ts';

const START = new Date('2026-11-01T00:00:00Z');
const later = (days: number, hours = 0) => new Date(START.getTime() + (days * 24 + hours) * HOUR_MS);
const END = later(30, 10);
const SERVERS = 20;
const CUSTOMERS = 5;
/** Every fifth server changes hands. */
const SOLD = later(16, 13);
/** Nobody looked. */
const SILENCE = [later(12, 3), later(12, 11)] as const;

let world: TestContext;
beforeAll(async () => {
  world = await testContext({ at: START });
  await evidence(world);
  await prices(world);
  await billAt(world, later(9, 4));
  await billAt(world, SOLD);
  await sellEveryFifth(world);
  await billAt(world, later(25));
  await putRight(world, { kind: 'gaps', policy: 'free' }, { scope: { kind: 'customer', id: 2 } });
  const price = { kind: 'price', packageId: 2, monthlyPrice: parseMoney('11.111111') } as const;
  await putRight(world, price, { scope: { kind: 'package', id: 2 } });
  await putRight(world, { kind: 'package', packageId: 1 }, { scope: { kind: 'server', id: 7 } });
  await billAt(world, END);
}, 120_000);
afterAll(() => world?.close());

/**
 * Looks every quarter of an hour but for eight hours; each server runs some 30 hours and is off for a while, at minutes
 * of its own; every seventh is exempt for a day and a half.
 */
async function evidence({ ctx }: TestContext): Promise<void> {
  const start = START.toISOString();
  for (let id = 1; id <= CUSTOMERS; id += 1) await aCustomer(ctx, id);
  await sweepsThrough(ctx, { from: START, until: SILENCE[0], minutes: 15 });
  await sweepsThrough(ctx, { from: SILENCE[1], until: END, minutes: 15 });
  const servers = sql`(SELECT n, 1 + n % ${CUSTOMERS} AS owner, 1 + n % 2 AS pack,
    ${start}::timestamptz + n * interval '7 minutes' AS first FROM generate_series(1, ${SERVERS}) n) s`;
  await ctx.db.execute(sql`
    INSERT INTO servers (id, uuid, name, customer_id, hypervisor_id, commission_status, suspended, self_service,
      panel_created_at, panel_updated_at, state, package_id)
    SELECT n, 'uuid-' || n, 'server-' || n, owner, 1, 3, false, 0, first, first, 'running', pack FROM ${servers}`);
  await ctx.db.execute(
    sql`INSERT INTO server_meters (server_id, customer_id, billed_until) SELECT n, owner, ${start} FROM ${servers}`,
  );
  await ctx.db.execute(sql`
    INSERT INTO server_packages (server_id, effective_from, package_id, source) SELECT n, ${start}::timestamptz, pack, 'match' FROM ${servers}
    UNION ALL SELECT n, ${later(20, 5).toISOString()}::timestamptz, 3 - pack, 'admin' FROM ${servers} WHERE n % 6 = 0`);
  await ctx.db.execute(sql`
    INSERT INTO server_exemptions (server_id, from_hour, until_hour, reason)
    SELECT n, ${later(4, 10).toISOString()}::timestamptz, ${later(5, 22).toISOString()}::timestamptz, 'a gift' FROM ${servers} WHERE n % 7 = 0`);
  await stretches(ctx, servers);
}

/** A stretch begins at each change that was seen, at a sale and after the silence, and ends a quarter before the next. */
async function stretches({ db }: TestContext['ctx'], servers: SQL): Promise<void> {
  const [sold, end, quiet, seen] = [SOLD, END, ...SILENCE].map((at) => sql`${at.toISOString()}::timestamptz`);
  await db.execute(sql`
    WITH change AS (
      SELECT n, owner, i, first + (i / 2) * interval '30 hours 11 minutes' + (i % 2) * interval '29 hours 3 minutes' AS at,
        CASE WHEN i % 2 = 0 THEN 'running' WHEN i % 3 = 0 THEN 'suspended' ELSE 'stopped' END AS state
      FROM ${servers} CROSS JOIN generate_series(0, 60) i
    ), moment AS (
      SELECT n, owner, at, state FROM change WHERE at <= ${quiet} OR at > ${seen}
      UNION ALL (SELECT DISTINCT ON (n) n, owner, ${seen}, state FROM change WHERE at <= ${seen} ORDER BY n, at DESC)
      UNION ALL (SELECT DISTINCT ON (n) n, owner, ${sold}, state FROM change WHERE n % 5 = 0 AND at < ${sold} ORDER BY n, at DESC)
    ), ordered AS (SELECT *, lead(at) OVER (PARTITION BY n ORDER BY at) AS next FROM moment WHERE at < ${end})
    INSERT INTO uptime_stretches (server_id, first_seen_at, last_seen_at, state, customer_id)
    SELECT n, at, CASE WHEN next = ${seen} THEN greatest(at, ${quiet}) ELSE greatest(at, next - interval '15 minutes') END,
      state, CASE WHEN n % 5 = 0 AND at >= ${sold} THEN 3 ELSE owner END FROM ordered`);
}

/** Terms and prices that change, a cap that is reached, own prices, kept prices, and the end of one. */
async function prices({ ctx }: TestContext): Promise<void> {
  const key = (name: string) => `server_hourly_billing_${name}`;
  await billingOn(ctx, START, {
    [key('cap_hours')]: '600',
    [key('stopped_percent')]: '0',
    [key('suspended_percent')]: '15',
    [key('gap_policy')]: 'bill',
    [key('brake_catch_up_hours')]: '0',
    [key('brake_total_percent')]: '0',
    [key('brake_free_percent')]: '0',
  });
  await billingOn(ctx, later(11), { [key('counting_rule')]: 'minute' });
  await billingOn(ctx, later(18), { [key('hours_per_month')]: '720', [key('counting_rule')]: 'hour' });
  const size = { enabled: true, memoryMb: 1024, storageGb: 20, trafficGb: 0, cpuCores: 1, seenAt: START };
  await ctx.db.insert(packages).values([1, 2].map((id) => ({ id, name: `package ${id}`, ...size })));
  await aRate(ctx, { price: '5.00' });
  await aRate(ctx, { price: '6.789', from: later(9, 7) });
  await aRate(ctx, { packageId: 2, price: '13.37' });
  await ctx.db.insert(rates).values([
    { serverId: 4, monthlyPriceMicros: parseMoney('3.33'), effectiveFrom: later(7), stoppedPercent: 40 },
    { serverId: 6, whilePackageId: 1, monthlyPriceMicros: parseMoney('5'), effectiveFrom: later(9, 7) },
    { serverId: 8, whilePackageId: 1, monthlyPriceMicros: parseMoney('5'), effectiveFrom: later(9, 7) },
    { serverId: 8, ends: true, monthlyPriceMicros: 0n, effectiveFrom: later(22) },
  ]);
}

async function sellEveryFifth({ ctx }: TestContext): Promise<void> {
  await ctx.db.execute(sql`UPDATE servers SET customer_id = 3 WHERE id % 5 = 0`);
  await ctx.db.execute(sql`UPDATE server_meters SET customer_id = 3 WHERE server_id % 5 = 0`);
}

type Wish = InputOf<typeof api.replays.create>;

/** Puts eleven days around the hours nobody looked right. */
async function putRight({ ctx }: TestContext, change: Wish['change'], { scope }: Pick<Wish, 'scope'>) {
  const { replay } = await createReplay(ctx, {
    scope,
    change,
    from: later(8),
    until: later(19),
    reason: 'it was wrong',
    idempotencyKey: `sample-${change.kind}`,
  });
  await advanceReplay(ctx, { replayId: replay.id });
  await postReplay(ctx, { id: replay.id });
  await advanceReplay(ctx, { replayId: replay.id });
}

test('the sample has what an explanation must get right', async () => {
  const { rows } = await world.ctx.db.execute(sql`
    SELECT count(*)::int AS charges, count(*) FILTER (WHERE seconds NOT IN (0, 3600))::int AS partial,
      count(*) FILTER (WHERE weighted < seconds * 100)::int AS cheaper, count(*) FILTER (WHERE capped > 0)::int AS capped,
      count(*) FILTER (WHERE in_gap)::int AS unseen, count(DISTINCT rate_id)::int AS rates, count(DISTINCT terms_id)::int AS terms,
      count(DISTINCT server_id) FILTER (WHERE server_id % 5 = 0 AND customer_id = 3)::int AS sold,
      (SELECT count(*)::int FROM charge_corrections) AS corrections, (SELECT count(DISTINCT replay_id)::int FROM charge_corrections) AS replays
    FROM hourly_charges`);
  const has = rows[0] as Record<string, number>;
  expect(has.charges).toBeGreaterThan(10_000);
  expect(has).toMatchObject({ rates: 6, terms: 3, sold: 4, replays: 3 });
  for (const some of ['partial', 'cheaper', 'capped', 'unseen', 'corrections']) {
    expect(has[some], some).toBeGreaterThan(100);
  }
});

test('every charge of more than ten thousand is recomputed exactly, as charged and as corrected since', async () => {
  const { charges, wrong } = await explainAll(world.ctx);
  expect(charges).toBeGreaterThan(10_000);
  expect(wrong.slice(0, 3)).toEqual([]);
  expect(wrong).toHaveLength(0);
}, 120_000);

test('an hour is told the same alone and among those of its month', async () => {
  const hours = [30, 200, 290, 293, 391, 430, 600, 719].map((hour) => later(0, hour));
  for (const serverId of [4, 5, 7, 8]) {
    const together = await explainHours(world.ctx, { serverId, hours });
    const alone = [];
    for (const { hour } of together) alone.push(await explainCharge(world.ctx, { serverId, hour }));
    expect(together).toEqual(alone);
    expect(together.length).toBeGreaterThan(5);
  }
});
