import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseMoney, sum } from '#shared/billing/money.ts';
import type { ServerState } from '#shared/billing/statement.ts';
import { rates, serverExemptions } from '#shared/schema/index.ts';
import { billAt } from '../../testing/bill-at.ts';
import { everyPage } from '../../testing/every-page.ts';
import {
  aCustomer,
  aRate,
  aServer,
  aSweep,
  billingOn,
  HOUR_MS,
  sweepsThrough,
} from '../../testing/factories.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { listPreviewedServers } from './list-previewed-servers.ts';
import { previewMoment } from './preview-moment.ts';
import { previewRun } from './preview-run.ts';
import { previewedServers } from './previewed-servers.ts';

const START = new Date('2026-11-30T21:00:00Z');
const hours = (n: number) => new Date(START.getTime() + n * HOUR_MS);
const minutes = (n: number) => new Date(START.getTime() + n * 60_000);

/** What a preview says of one hour of one server, and what the run's row says of it. */
async function previewedRows({ ctx }: TestContext, at: 'now' | Date): Promise<unknown[]> {
  const rows: Record<string, unknown>[] = [];
  const moment = await previewMoment(ctx, at);
  for await (const { decisions } of previewedServers(ctx, { moment })) {
    for (const { facts, statement } of decisions) {
      for (const charge of statement.charges) rows.push({ serverId: facts.serverId, ...charge });
    }
  }
  return rows.sort((a, b) => Number(a.hour) - Number(b.hour) || Number(a.serverId) - Number(b.serverId));
}

async function chargedRows({ ctx }: TestContext, runId: number): Promise<unknown[]> {
  const { rows } = await ctx.db.execute(sql`
    SELECT extract(epoch FROM hour)::float8 AS hour, server_id AS "serverId", customer_id AS "customerId", package_id AS "packageId",
      rate_id AS "rateId", terms_id AS "termsId", seconds, weighted, capped, amount_micros AS amount, in_gap AS "inGap"
    FROM hourly_charges WHERE run_id = ${runId} ORDER BY hour, server_id`);
  return rows;
}

/** The totals of a preview, in the words of the rows a run leaves behind. */
async function leftBehind({ ctx }: TestContext, runId: number) {
  const { rows: runs } = await ctx.db.execute<Record<string, unknown>>(sql`
    SELECT charges, free_charges, amount_micros AS amount, servers_billed, status, held_reasons FROM billing_runs WHERE id = ${runId}`);
  const { rows: setAsides } = await ctx.db.execute<Record<string, unknown>>(sql`
    SELECT server_id, reason, since FROM run_set_asides WHERE run_id = ${runId} ORDER BY server_id`);
  const { rows: balances } = await ctx.db.execute<{ customer_id: number; balance: bigint }>(sql`
    SELECT a.customer_id, a.balance_micros AS balance FROM accounts a JOIN transactions t ON t.wallet_account_id = a.id
    WHERE t.run_id = ${runId} GROUP BY a.id ORDER BY a.customer_id`);
  return { run: runs[0], setAsides, balances };
}

const states = fc.constantFrom<ServerState>('running', 'running', 'stopped', 'suspended', 'native', 'gone');
const event = fc.record({
  server: fc.integer({ min: 1, max: 9 }),
  minute: fc.integer({ min: 0, max: 239 }),
  state: states,
  owner: fc.constantFrom(null, null, 21, 22),
});
const history = fc.record({
  events: fc.array(event, { maxLength: 25 }),
  counting: fc.constantFrom('second', 'minute', 'hour'),
  stopped: fc.constantFrom('0', '40'),
  gapPolicy: fc.constantFrom('bill', 'free', 'hold'),
  capHours: fc.constantFrom('off', '2'),
  /** Looks that failed: minutes of the first two hours without a sighting. */
  silent: fc.tuple(fc.integer({ min: 0, max: 110 }), fc.constantFrom(0, 20, 60)),
  rise: fc.constantFrom(null, 1, 2, 3),
  /** A server and the hours it is exempt in. */
  exempt: fc.constantFrom(null, [1, 0, 1], [2, 1, 3], [3, 2, 3]),
  /** The hour from which a server is kept on an old price, and that from which it no longer is. */
  kept: fc.constantFrom(null, [0, 2], [1, 3]),
});
type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

/** Nine servers of four people on two packages; one has no price, one no package. Evidence of the first two hours. */
async function aWorld(drawn: History): Promise<TestContext> {
  const world = await testContext({ at: START });
  const { ctx } = world;
  const key = (name: string) => `server_hourly_billing_${name}`;
  await billingOn(ctx, START, {
    [key('counting_rule')]: drawn.counting,
    [key('stopped_percent')]: drawn.stopped,
    [key('gap_policy')]: drawn.gapPolicy,
    [key('cap_hours')]: drawn.capHours,
  });
  await aRate(ctx, { price: '5.00' });
  await aRate(ctx, { packageId: 2, price: '7.30' });
  if (drawn.rise !== null) await aRate(ctx, { price: '9.99', from: hours(drawn.rise) });
  for (let id = 1; id <= 9; id += 1) {
    const packageId = id === 8 ? 3 : id === 9 ? null : 1 + (id % 2);
    await aServer(ctx, { id, customerId: 11 + (id % 4), packageId, from: minutes(id * 3) });
  }
  if (drawn.exempt) await exempt(world, drawn.exempt as [number, number, number]);
  if (drawn.kept) {
    const [from, ends] = drawn.kept.map((hour) => hours(hour)) as [Date, Date];
    await ctx.db.insert(rates).values([
      { serverId: 4, whilePackageId: 1, monthlyPriceMicros: parseMoney('3.21'), effectiveFrom: from },
      { serverId: 4, ends: true, monthlyPriceMicros: 0n, effectiveFrom: ends },
      // Of a package it does not have: it pays as its package says.
      { serverId: 6, whilePackageId: 2, monthlyPriceMicros: parseMoney('3.21'), effectiveFrom: from },
    ]);
  }
  for (const customerId of [21, 22]) await aCustomer(ctx, customerId);
  for (const seen of drawn.events.filter(({ minute }) => minute < 120)) await see(world, seen);
  const [from, lasts] = drawn.silent;
  for (let minute = 0; minute < 120; minute += 10) {
    if (minute < from || minute >= from + lasts) await aSweep(ctx, minutes(minute));
  }
  await aSweep(ctx, hours(2));
  world.clock.set(hours(2));
  return world;
}

async function exempt({ ctx }: TestContext, [serverId, from, until]: [number, number, number]) {
  await ctx.db
    .insert(serverExemptions)
    .values({ serverId, fromHour: hours(from), untilHour: hours(until), reason: 'a gift' });
}

/** One server is seen in another state, and perhaps with another owner; the stretch before ends at the look before. */
async function see({ ctx }: TestContext, { server, minute, state, owner }: History['events'][number]) {
  const at = minutes(Math.ceil(minute / 10) * 10 + 0.05 * server);
  const { rowCount } = await ctx.db.execute(sql`
    WITH open AS (
      UPDATE uptime_stretches SET last_seen_at = greatest(first_seen_at, ${at.toISOString()}::timestamptz - interval '10 minutes')
      WHERE server_id = ${server} AND last_seen_at IS NULL AND first_seen_at < ${at.toISOString()}::timestamptz
      RETURNING customer_id)
    INSERT INTO uptime_stretches (server_id, first_seen_at, state, customer_id)
    SELECT ${server}, ${at.toISOString()}::timestamptz, ${state}, coalesce(${owner}::int, customer_id) FROM open`);
  // Before its first sighting nobody can have seen it change hands.
  if (owner === null || rowCount === 0) return;
  await ctx.db.execute(
    sql`UPDATE server_meters SET customer_id = ${owner}, moved_at = ${at.toISOString()} WHERE server_id = ${server}`,
  );
}

test('a preview is the run that follows it, row for row, of now and of an hour to come', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (drawn) => {
      const world = await aWorld({ ...drawn, events: drawn.events.sort((a, b) => a.minute - b.minute) });
      try {
        const now = {
          rows: await previewedRows(world, 'now'),
          totals: await previewRun(world.ctx, { at: 'now' }),
        };
        await sameAsRun(world, now, await billAt(world, hours(2)));
        // Nothing changes in the hour to come, as the preview supposes.
        const ahead = {
          rows: await previewedRows(world, hours(3)),
          totals: await previewRun(world.ctx, { at: hours(3) }),
        };
        await sweepsThrough(world.ctx, { from: minutes(130), until: hours(3) });
        await sameAsRun(world, ahead, await billAt(world, hours(3)));
      } finally {
        await world.close();
      }
    }),
    { numRuns: 6, endOnFailure: true },
  );
}, 120_000);

async function sameAsRun(
  world: TestContext,
  { rows, totals }: { rows: unknown[]; totals: Awaited<ReturnType<typeof previewRun>> },
  runId: number,
): Promise<void> {
  expect(rows).toEqual(await chargedRows(world, runId));
  const { run, setAsides, balances } = await leftBehind(world, runId);
  expect(totals.brakes).toEqual([]);
  expect({
    charges: totals.charges,
    free_charges: totals.freeCharges,
    amount: totals.amount,
    servers_billed: totals.serversBilled,
    status: 'done',
    held_reasons: null,
  }).toEqual(run);
  expect(
    totals.setAside.rows.map(({ serverId, reason, since }) => ({ server_id: serverId, reason, since })),
  ).toEqual(setAsides);
  expect(
    totals.customers.rows
      .map(({ customerId, balanceAfter }) => ({ customer_id: customerId, balance: balanceAfter }))
      .sort((a, b) => a.customer_id - b.customer_id),
  ).toEqual(balances);
  expect(totals.belowZero.total).toBe(balances.filter(({ balance }) => balance < 0n).length);
}

describe('ada at 5.00 and dora without a price', () => {
  let world: TestContext;
  beforeEach(async () => {
    world = await testContext({ at: START });
    await aRate(world.ctx, { price: '5.00' });
    await aServer(world.ctx, { id: 1, customerId: 11, from: START });
    await aServer(world.ctx, { id: 2, customerId: 14, packageId: 3, from: START });
    await sweepsThrough(world.ctx, { from: START, until: hours(1) });
    world.clock.set(minutes(65));
  });
  afterEach(() => world.close());

  test('before billing is on, it tells what the first run would charge were it switched on now', async () => {
    const told = await previewRun(world.ctx, { at: hours(2) });
    expect(told).toMatchObject({ assumesSwitchedOn: true, assumesStates: true, charges: 1, brakes: [] });
    // 55 minutes from 22:05 on: 5.00 × 3300 ÷ (730 × 3600).
    expect(told.amount).toBe(parseMoney('0.006279'));
    await billingOn(world.ctx, minutes(65));
    await sweepsThrough(world.ctx, { from: minutes(70), until: hours(2) });
    const runId = await billAt(world, hours(2));
    expect((await leftBehind(world, runId)).run).toMatchObject({ charges: 1, amount: told.amount });
  });

  test('before billing is on, a server that is exempt stays so', async () => {
    await exempt(world, [1, 1, 2]);
    expect(await previewRun(world.ctx, { at: hours(2) })).toMatchObject({ charges: 0, amount: 0n });
    const one = await previewRun(world.ctx, { at: hours(3) });
    expect(one).toMatchObject({ charges: 1, firstHour: hours(2) });
  });

  test('names who would be below nothing, who waits, and what would hold the run', async () => {
    await billingOn(world.ctx, START, { server_hourly_billing_brake_catch_up_hours: '1' });
    const told = await previewRun(world.ctx, { at: hours(3) });
    expect(told.belowZero).toMatchObject({
      total: 1,
      rows: [{ customerId: 11, hours: 3, balanceBefore: 0n, balanceAfter: -parseMoney('0.020548') }],
    });
    expect(told.setAside).toMatchObject({
      total: 1,
      reasons: [{ reason: 'no_rate', servers: 1 }],
      rows: [{ serverId: 2, customerId: 14, since: START }],
    });
    expect(told.brakes).toEqual([{ brake: 'catch_up', found: '3 hours to catch up', limit: '1 hours' }]);
  });

  test('writes nothing', async () => {
    await billingOn(world.ctx, START);
    const counts = () =>
      world.ctx.db.execute(sql`SELECT (SELECT count(*) FROM hourly_charges) AS charges, (SELECT count(*) FROM billing_runs) AS runs,
        (SELECT count(*) FROM transactions) AS transactions, (SELECT string_agg(m::text, ',') FROM server_meters m) AS meters`);
    const { rows: before } = await counts();
    await previewRun(world.ctx, { at: hours(3) });
    await listPreviewedServers(world.ctx, { at: hours(3), limit: 50 });
    expect((await counts()).rows).toEqual(before);
  });

  test('lists the servers page by page, with the same amounts', async () => {
    await billingOn(world.ctx, START);
    const total = await previewRun(world.ctx, { at: hours(3) });
    const pages = await everyPage((cursor) =>
      listPreviewedServers(world.ctx, { at: hours(3), limit: 1, cursor }),
    );
    const rows = pages.flatMap((page) => page.rows);
    expect(rows).toMatchObject([
      { serverId: 1, hours: 3, seconds: 10_800, from: START, until: hours(3), waiting: null },
      { serverId: 2, hours: 0, amount: 0n, until: START, waiting: { reason: 'no_rate', since: START } },
    ]);
    expect(sum(rows.map((row) => row.amount))).toBe(total.amount);
    const ofDora = await listPreviewedServers(world.ctx, { at: hours(3), customerId: 14, limit: 50 });
    expect(ofDora.rows.map((row) => row.serverId)).toEqual([2]);
  });

  test('looks two months ahead at most', async () => {
    await expect(previewRun(world.ctx, { at: hours(24 * 63) })).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ path: 'at' }],
    });
  });
});
