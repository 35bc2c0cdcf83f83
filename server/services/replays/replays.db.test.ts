import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { InputOf } from '#shared/api/endpoint.ts';
import { api } from '#shared/api/index.ts';
import { can } from '#shared/auth/roles.ts';
import { parseMoney } from '#shared/billing/money.ts';
import { admins, packages, serverPackages } from '#shared/schema/index.ts';
import { billAt } from '../../testing/bill-at.ts';
import { everyPage } from '../../testing/every-page.ts';
import { aRate, aServer, billingOn, HOUR_MS, sweepsThrough } from '../../testing/factories.ts';
import { actorOf, testAdmins } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { listAudit } from '../audit/list-audit.ts';
import { explainCharge } from '../billing/explain-charge.ts';
import { reconcileLedger } from '../reconcile/reconcile-ledger.ts';
import { advanceReplay } from './advance-replay.ts';
import { createReplay } from './create-replay.ts';
import { approveReplay, cancelReplay, postReplay } from './decide-replay.ts';
import { getReplay } from './get-replay.ts';
import { listReplayServers } from './list-replay-servers.ts';
import { listReplays } from './list-replays.ts';

type Wish = InputOf<typeof api.replays.create>;

const START = new Date('2026-11-01T00:00:00Z');
const later = (hours: number) => new Date(START.getTime() + hours * HOUR_MS);
const [SMALL, LARGE] = [1, 2];
const worlds: TestContext[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

interface World {
  settings?: Record<string, string>;
  /** When ada's second server was given the large package, and when it had the small one again. */
  large?: [from: Date, until: Date];
}

/** Ada has two servers and bram one; nobody looked from hour 3 to hour 8. The cap is forty hours. */
async function aWorld({ settings, large }: World = {}): Promise<TestContext> {
  const world = await testContext({ at: START, actor: actorOf('olive', 1) });
  worlds.push(world);
  const { ctx } = world;
  const { olive, otto } = testAdmins;
  await ctx.db
    .insert(admins)
    .values([olive, otto].map(({ password: _, ...admin }) => ({ ...admin, passwordHash: '-' })));
  const size = { enabled: true, memoryMb: 1024, storageGb: 20, trafficGb: 0, cpuCores: 1, seenAt: START };
  await ctx.db.insert(packages).values([
    { id: SMALL, name: 'Small', ...size },
    { id: LARGE, name: 'Large', ...size },
  ]);
  await billingOn(ctx, START, {
    server_hourly_billing_cap_hours: '40',
    server_hourly_billing_brake_total_percent: '0',
    ...settings,
  });
  await aRate(ctx, { price: '5.00', packageId: SMALL });
  await aRate(ctx, { price: '17.77', packageId: LARGE });
  await aRate(ctx, { price: '6.00', packageId: SMALL, from: later(20) });
  await aServer(ctx, { id: 1, customerId: 11, from: START, packageId: SMALL });
  await aServer(ctx, { id: 2, customerId: 11, from: START, packageId: SMALL });
  await aServer(ctx, { id: 3, customerId: 12, from: START, packageId: SMALL });
  if (large) {
    await ctx.db.insert(serverPackages).values([
      { serverId: 2, effectiveFrom: large[0], packageId: LARGE, source: 'admin' },
      { serverId: 2, effectiveFrom: large[1], packageId: SMALL, source: 'admin' },
    ]);
  }
  await sweepsThrough(ctx, { from: START, until: later(3) });
  await sweepsThrough(ctx, { from: later(8), until: later(60) });
  await billAt(world, later(30));
  return world;
}

let keys = 0;
const newKey = () => {
  keys += 1;
  return `replay-key-${keys}`;
};
const wish = (more: Partial<Wish>): Wish => ({
  from: later(2),
  until: later(12),
  scope: { kind: 'all' },
  change: { kind: 'waive' },
  reason: 'the node was down',
  idempotencyKey: newKey(),
  ...more,
});

async function proposed({ ctx }: TestContext, more: Partial<Wish>) {
  const { replay } = await createReplay(ctx, wish(more));
  await advanceReplay(ctx, { replayId: replay.id });
  return getReplay(ctx, { id: replay.id });
}

async function posted(world: TestContext, more: Partial<Wish>) {
  const { id } = await proposed(world, more);
  await postReplay(world.ctx, { id });
  await advanceReplay(world.ctx, { replayId: id });
  return getReplay(world.ctx, { id });
}

/** What every hour costs by which rate, what the wallets hold and where the meters stand. */
async function books({ ctx }: TestContext) {
  const { rows } = await ctx.db.execute(sql`
    WITH rows AS (
      SELECT 0::bigint AS id, hour, server_id, package_id, rate_id, seconds, weighted, capped, amount_micros FROM hourly_charges
      UNION ALL SELECT id, hour, server_id, package_id, rate_id, seconds, weighted, capped, amount_micros FROM charge_corrections
    )
    SELECT (SELECT json_agg(t ORDER BY hour, server_id) FROM (SELECT hour, server_id,
        (array_agg(ARRAY[package_id, rate_id] ORDER BY id DESC))[1:1] AS price, sum(seconds) AS seconds,
        sum(weighted) AS weighted, sum(capped) AS capped, sum(amount_micros) AS amount FROM rows GROUP BY hour, server_id) t) AS hours,
      (SELECT json_agg(json_build_array(code, balance_micros::text) ORDER BY code) FROM accounts) AS wallets,
      (SELECT json_agg(json_build_array(server_id, billed_until, capped_weighted) ORDER BY server_id) FROM server_meters) AS meters`);
  return rows[0];
}

const effects = async ({ ctx }: TestContext) => {
  const { rows } = await ctx.db.execute(sql`
    SELECT (SELECT count(*)::int FROM transactions) AS transactions, (SELECT count(*)::int FROM charge_corrections) AS corrections,
      (SELECT count(*)::int FROM audit_log) AS audits, (SELECT count(*)::int FROM replays) AS replays`);
  return rows[0];
};

test.each<[string, Partial<Wish>, World]>([
  [
    'the other package',
    {
      from: later(4),
      until: later(26),
      scope: { kind: 'server', id: 2 },
      change: { kind: 'package', packageId: LARGE },
    },
    { large: [later(4), later(26)] },
  ],
  [
    'unseen time for free, so that the cap is reached later',
    { from: START, until: later(30), change: { kind: 'gaps', policy: 'free' } },
    { settings: { server_hourly_billing_gap_policy: 'free' } },
  ],
])(
  '%s: corrected in an open month, it is as if it had been so all along, and the month goes on',
  async (_what, more, other) => {
    const world = await aWorld();
    const right = await aWorld(other);
    expect(await books(world)).not.toEqual(await books(right));
    await posted(world, more);
    expect(await books(world)).toEqual(await books(right));
    for (const each of [world, right]) await billAt(each, later(58));
    expect(await books(world)).toEqual(await books(right));
    expect((await reconcileLedger(world.ctx)).differences).toEqual([]);
    for (const hours of [10, 20, 31, 57]) {
      const told = await explainCharge(world.ctx, { serverId: 2, hour: later(hours) });
      expect([hours, told.recomputed.differences, told.corrected?.agrees ?? true]).toEqual([hours, [], true]);
    }
  },
);

test('one correction over another: the books follow from both, and each posts only what differs', async () => {
  const world = await aWorld();
  const price = { kind: 'price', packageId: SMALL, monthlyPrice: parseMoney('4.00') } as const;
  const first = await posted(world, { from: later(0), until: later(25), change: price });
  const server2 = { kind: 'server', id: 2 } as const;
  await posted(world, { scope: server2, change: { kind: 'package', packageId: LARGE } });
  await posted(world, { scope: { kind: 'customer', id: 11 }, from: later(10), until: later(11) });
  expect(await proposed(world, { from: later(0), until: later(2), change: price })).toMatchObject({
    servers: 0,
  });
  await billAt(world, later(45));
  expect(first).toMatchObject({ servers: 3, customers: 2, hours: 75, up: 0n });
  expect((await reconcileLedger(world.ctx)).differences).toEqual([]);
  const told = await explainCharge(world.ctx, { serverId: 2, hour: later(10) });
  expect(told.corrections.map(({ replay }) => replay.change.kind)).toEqual(['price', 'package', 'waive']);
  expect(told.corrected).toMatchObject({ amount: 0n, monthlyPrice: 0n, packageName: 'Large', agrees: true });
  const { rows } = await world.ctx.db.execute<{ customers: number[] }>(
    sql`SELECT array_agg(DISTINCT customer_id ORDER BY customer_id) AS customers FROM charge_corrections WHERE replay_id = 3`,
  );
  expect(rows[0]?.customers).toEqual([11]);
});

test('a proposal on books that another replay has changed is worked out anew, and waits to be looked at', async () => {
  const world = await aWorld();
  const stale = await proposed(world, {});
  await posted(world, {});
  expect(await postReplay(world.ctx, { id: stale.id })).toMatchObject({ status: 'computing' });
  await advanceReplay(world.ctx, { replayId: stale.id });
  expect(await getReplay(world.ctx, { id: stale.id })).toMatchObject({ status: 'proposed', servers: 0 });
});

test('what is wrong, or cannot be told, is not corrected: a package without a price, books that were changed', async () => {
  const world = await aWorld();
  await world.ctx.db.execute(sql`
    INSERT INTO packages (id, name, enabled, memory_mb, storage_gb, traffic_gb, cpu_cores, seen_at)
    VALUES (3, 'Unpriced', true, 1, 1, 1, 1, ${START.toISOString()})`);
  const unpriced = await proposed(world, {
    scope: { kind: 'server', id: 2 },
    change: { kind: 'package', packageId: 3 },
  });
  expect(unpriced).toMatchObject({ servers: 0, problems: 1 });
  await world.ctx.db.execute(sql`UPDATE uptime_stretches SET state = 'stopped' WHERE server_id = 3`);
  const { id, problems } = await proposed(world, { from: later(5) });
  expect(problems).toBe(1);
  const { rows } = await listReplayServers(world.ctx, { id, limit: 10 });
  expect(rows.map(({ serverId, problem }) => [serverId, problem])).toEqual([
    [1, null],
    [2, null],
    [3, 'books_differ'],
  ]);
});

test('the list of servers is paged, the largest difference first; the list of replays newest first', async () => {
  const world = await aWorld();
  const { id } = await proposed(world, { scope: { kind: 'all' } });
  const pages = await everyPage((cursor) => listReplayServers(world.ctx, { id, cursor, limit: 1 }));
  expect(pages.flatMap(({ rows }) => rows.map(({ serverId }) => serverId))).toEqual([1, 2, 3]);
  await proposed(world, { until: later(3) });
  const lists = await everyPage((cursor) => listReplays(world.ctx, { cursor, limit: 1 }));
  expect(lists.flatMap(({ rows }) => rows.map((replay) => replay.id))).toEqual([2, 1]);
});

test('every write is audited, refused to viewers, and repeated without effect', async () => {
  const world = await aWorld();
  const { ctx } = world;
  const asked = wish({});
  const first = await createReplay(ctx, asked);
  expect(await createReplay(ctx, asked)).toMatchObject({ repeated: true, replay: { id: first.replay.id } });
  await expect(createReplay(ctx, { ...asked, until: later(11) })).rejects.toMatchObject({ code: 'conflict' });
  await advanceReplay(ctx, { replayId: 1 });
  await postReplay(ctx, { id: 1 });
  await advanceReplay(ctx, { replayId: 1 });
  const dropped = await proposed(world, { until: later(20) });
  await cancelReplay(ctx, { id: dropped.id, reason: 'not needed' });
  const before = await effects(world);
  await postReplay(ctx, { id: 1 });
  await advanceReplay(ctx, { replayId: 1 });
  await approveReplay(ctx, { id: 1, reason: 'once more' });
  await cancelReplay(ctx, { id: dropped.id, reason: 'again' });
  expect(await effects(world)).toEqual(before);
  await expect(cancelReplay(ctx, { id: 1, reason: 'too late' })).rejects.toMatchObject({ code: 'refused' });
  const { rows } = await listAudit(ctx, { limit: 10 });
  expect(rows.map(({ action, subject }) => [action, subject])).toEqual([
    ['replay.cancelled', `replay:${dropped.id}`],
    ['replay.created', `replay:${dropped.id}`],
    ['replay.posted', 'replay:1'],
    ['replay.created', 'replay:1'],
  ]);
  const writes = [api.replays.create, api.replays.post, api.replays.approve, api.replays.cancel];
  expect(writes.every(({ access }) => !can('viewer', access as 'corrections.write'))).toBe(true);
});

test('a large replay is approved by another owner where there is one, and by its maker only where there is none', async () => {
  const world = await aWorld();
  const { ctx } = world;
  const price = { kind: 'price', packageId: SMALL, monthlyPrice: parseMoney('400000') } as const;
  const { id, up, mine } = await proposed(world, { change: price });
  expect(up).toBeGreaterThan(parseMoney('1000'));
  expect(mine).toEqual({ needsApproval: true, approvalRefusal: null });
  await expect(postReplay(ctx, { id })).rejects.toMatchObject({ code: 'refused' });
  await ctx.db
    .insert(admins)
    .values({ email: 'second@host.example', name: 'Second', role: 'owner', passwordHash: '-' });
  await expect(approveReplay(ctx, { id, reason: 'my own' })).rejects.toMatchObject({ code: 'refused' });
  const second = { ...ctx, actor: { ...actorOf('olive', 3), name: 'Second' } };
  const asToken = { ...ctx, actor: { ...actorOf('olive', 9), kind: 'token' as const } };
  await expect(approveReplay(asToken, { id, reason: 'a token' })).rejects.toMatchObject({ code: 'refused' });
  const approved = await approveReplay(second, { id, reason: 'it was so' });
  expect(approved).toMatchObject({ status: 'posting', decision: { by: 'Second', reason: 'it was so' } });
  await advanceReplay(ctx, { replayId: id });
  expect((await reconcileLedger(ctx)).differences).toEqual([]);
});

describe('without a single charge', () => {
  let empty: TestContext;
  beforeAll(async () => {
    empty = await testContext({ at: later(30), actor: actorOf('olive') });
  });
  afterAll(() => empty.close());

  test.each<[string, Partial<Wish>, string]>([
    ['a part of an hour', { from: new Date(START.getTime() + 60_000) }, 'from'],
    ['nothing', { until: later(2) }, 'until'],
    ['the future', { until: later(31) }, 'until'],
    ['long ago', { from: new Date('2024-01-01T00:00:00Z') }, 'from'],
    [
      'every package at one price',
      { change: { kind: 'price', packageId: null, monthlyPrice: 1n } },
      'change.packageId',
    ],
    ['the package of many servers', { change: { kind: 'package', packageId: LARGE } }, 'scope'],
  ])('a replay of %s is refused under its field', async (_what, more, path) => {
    await expect(createReplay(empty.ctx, wish(more))).rejects.toMatchObject({ fields: [{ path }] });
  });
});

test('the books find a correction that was touched', async () => {
  const world = await aWorld();
  await posted(world, {});
  for (const [tampering, law] of [
    [
      sql`UPDATE charge_corrections SET amount_micros = amount_micros - 1 WHERE id = 1`,
      ['transaction', 'charge', 'replay'],
    ],
    [sql`DELETE FROM charge_corrections WHERE id = 1`, ['transaction', 'charge', 'replay']],
    [sql`UPDATE replays SET change = 'gaps', gap_policy = 'bill'`, ['charge']],
    [sql`UPDATE replays SET down_micros = 0`, ['replay']],
  ] as const) {
    await expect(world.ctx.db.execute(tampering)).rejects.toThrow();
    await expect(
      world.ctx.db.transaction(async (db) => {
        await db.execute(sql`SET LOCAL session_replication_role = replica`);
        await db.execute(tampering);
        const { differences } = await reconcileLedger({ ...world.ctx, db, inTransaction: true });
        expect(new Set(differences.map((difference) => difference.law))).toEqual(new Set(law));
        throw new Error('undo');
      }),
    ).rejects.toThrow('undo');
  }
});
