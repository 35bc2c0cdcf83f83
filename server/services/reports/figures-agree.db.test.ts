import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FileReply, InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { type Micros, parseMoney, sum } from '#shared/billing/money.ts';
import { packages } from '#shared/schema/index.ts';
import { billAt } from '../../testing/bill-at.ts';
import { everyPage } from '../../testing/every-page.ts';
import { aRate, aServer, billingOn, sweepsThrough } from '../../testing/factories.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { closeRun } from '../billing/close-run.ts';
import { listRunCharges } from '../billing/list-run-charges.ts';
import { postTransactions } from '../ledger/post-transactions.ts';
import { reconcileLedger } from '../reconcile/reconcile-ledger.ts';
import { advanceReplay } from '../replays/advance-replay.ts';
import { createReplay } from '../replays/create-replay.ts';
import { postReplay } from '../replays/decide-replay.ts';
import { getReplay } from '../replays/get-replay.ts';
import { rebuildRollUps } from '../roll-ups/rebuild-roll-ups.ts';
import { rollUp } from '../roll-ups/roll-up.ts';
import { getServer } from '../servers/get-server.ts';
import { listServerCharges } from '../servers/list-server-charges.ts';
import { readServerCalendar, readServerHours } from '../servers/read-server-calendar.ts';
import { listStatements } from '../statements/list-statements.ts';
import { monthlyStatement } from '../statements/monthly-statement.ts';
import { statementCsv } from '../statements/statement-csv.ts';
import { adjustWallet } from '../wallets/adjust-wallet.ts';
import { dashboardSummary } from './dashboard-summary.ts';
import { downloadBreakdown, downloadTimeline } from './download-reports.ts';
import { reportBreakdown } from './report-breakdown.ts';
import { reportForecast } from './report-forecast.ts';
import { reportTimeline } from './report-timeline.ts';

const OCTOBER = new Date('2026-10-31T00:00:00Z');
const NOVEMBER = { from: new Date('2026-11-01T00:00:00Z'), until: new Date('2026-12-01T00:00:00Z') };
const [ada, bram, chidi, dora] = [11, 12, 13, 14];
const everybody = [ada, bram, chidi, dora];

/**
 * A month with everything that might make figures disagree: two prices and a change of one, a cap, a day nobody looked, a
 * server sold on, wallets adjusted and an adjustment taken back, hours of October billed in November, hours that wait.
 */
async function aMonth(): Promise<TestContext> {
  const world = await testContext({ at: OCTOBER });
  const { ctx } = world;
  await billingOn(ctx, OCTOBER, {
    server_hourly_billing_cap_hours: '700',
    server_hourly_billing_brake_catch_up_hours: '0',
    server_hourly_billing_brake_total_percent: '0',
    server_hourly_billing_brake_fleet_percent: '0',
    server_hourly_billing_brake_free_percent: '0',
  });
  await aRate(ctx, { price: '5.00' });
  await aRate(ctx, { price: '7.77', from: new Date('2026-11-20T07:00:00Z') });
  await aRate(ctx, { packageId: 2, price: '13.37' });
  const server = (id: number, customerId: number, packageId: number, from: string) =>
    aServer(ctx, { id, customerId, packageId, from: new Date(from) });
  await server(1, ada, 1, '2026-10-31T00:00:00Z');
  await server(2, ada, 2, '2026-11-03T04:12:33Z');
  await server(3, bram, 2, '2026-10-31T00:00:00Z');
  await server(4, chidi, 2, '2026-11-05T10:30:00Z');
  await server(5, dora, 3, '2026-11-05T10:30:00Z');
  await sweepsThrough(ctx, { from: OCTOBER, until: new Date('2026-11-10T00:00:00Z') });
  // Nobody looked on the 10th.
  await sweepsThrough(ctx, { from: new Date('2026-11-11T00:00:00Z'), until: NOVEMBER.until });
  await credit(world, ada, '20.00', 'first');
  await billAt(world, '2026-10-31T22:00:00Z');
  await billAt(world, '2026-11-01T02:10:00Z');
  await credit(world, bram, '3.123456', 'second');
  await billAt(world, '2026-11-15T12:00:00Z');
  await sellServer(world, { id: 4, to: ada, at: new Date('2026-11-15T12:00:00Z') });
  await takeBack(world, bram);
  await billAt(world, '2026-11-28T00:00:00Z');
  await billAt(world, '2026-11-30T23:20:00Z');
  return world;
}

function credit({ ctx }: TestContext, id: number, amount: string, key: string) {
  const reason = '=HYPERLINK("https://example.com")';
  return adjustWallet(ctx, {
    id,
    direction: 'credit',
    amount: parseMoney(amount),
    reason,
    idempotencyKey: `credit-${key}`,
  });
}

async function sellServer({ ctx }: TestContext, { id, to, at }: { id: number; to: number; at: Date }) {
  const when = at.toISOString();
  await ctx.db.execute(sql`UPDATE uptime_stretches SET last_seen_at = ${when} WHERE server_id = ${id}`);
  await ctx.db.execute(
    sql`INSERT INTO uptime_stretches (server_id, first_seen_at, state, customer_id) VALUES (${id}, ${when}, 'running', ${to})`,
  );
  await ctx.db.execute(sql`UPDATE servers SET customer_id = ${to} WHERE id = ${id}`);
  await ctx.db.execute(sql`UPDATE server_meters SET customer_id = ${to} WHERE server_id = ${id}`);
}

/** The mirror of an adjustment, linked to it. */
async function takeBack({ ctx }: TestContext, customerId: number) {
  const { rows } = await ctx.db.execute<{ id: bigint; from: number; to: number; amount: bigint }>(sql`
    SELECT id, from_account_id AS from, to_account_id AS to, amount_micros AS amount FROM transactions
    WHERE kind = 'adjustment' AND wallet_account_id = (SELECT id FROM accounts WHERE customer_id = ${customerId})`);
  const [earlier] = rows;
  if (!earlier) throw new Error('There is nothing to take back');
  await ctx.db.transaction((db) =>
    postTransactions({ ...ctx, db, inTransaction: true }, [
      {
        fromAccountId: earlier.to,
        toAccountId: earlier.from,
        walletAccountId: earlier.to,
        amount: earlier.amount,
        kind: 'reversal',
        reason: 'paid in twice',
        idempotencyKey: `reversal:${earlier.id}`,
        cause: 'test',
        reversesId: Number(earlier.id),
      },
    ]),
  );
}

async function textOf(file: FileReply): Promise<string[][]> {
  let text = '';
  for await (const piece of file.content) text += Buffer.from(piece as Uint8Array).toString();
  return text
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(','));
}

const column = (lines: string[][], at: number): Micros =>
  sum(lines.map((line) => parseMoney(line.at(at) ?? '')));

let world: TestContext;
beforeAll(async () => {
  world = await aMonth();
});
afterAll(() => world?.close());

async function charged(): Promise<Micros> {
  const { rows } = await world.ctx.db.execute<{ amount: bigint }>(sql`
    SELECT sum(amount_micros)::bigint AS amount FROM (SELECT hour, amount_micros FROM hourly_charges
      UNION ALL SELECT hour, amount_micros FROM charge_corrections) cost WHERE hour >= ${NOVEMBER.from.toISOString()}`);
  return rows[0]?.amount ?? 0n;
}

/** What the ledger says of November: all that revenue earned, less the hours of October, which are 24 of ada's and bram's. */
async function earned(): Promise<Micros> {
  const { rows } = await world.ctx.db.execute<{ amount: bigint }>(sql`
    SELECT (a.balance_micros - (SELECT sum(amount_micros) FROM hourly_charges WHERE hour < ${NOVEMBER.from.toISOString()}))::bigint AS amount
    FROM accounts a WHERE code = 'revenue:hourly'`);
  return rows[0]?.amount ?? 0n;
}

/** Every place that tells what November came to. */
async function figures(): Promise<Record<string, Micros>> {
  const { ctx } = world;
  const statements = await Promise.all(
    everybody.map((id) => monthlyStatement(ctx, { id, month: '2026-11' })),
  );
  const files = await Promise.all(
    everybody.map(async (id) => textOf(await statementCsv(ctx, { id, month: '2026-11' }))),
  );
  const months = await Promise.all(everybody.map((id) => listStatements(ctx, { id })));
  const breakdown = async (by: 'package' | 'customer' | 'hypervisor') =>
    sum((await reportBreakdown(ctx, { by, ...NOVEMBER, limit: 50 })).rows.map(({ amount }) => amount));
  return {
    dashboard: (await dashboardSummary(ctx)).month.amount,
    'timeline by hour': (await reportTimeline(ctx, { by: 'hour', ...NOVEMBER })).total.amount,
    'timeline by day': (await reportTimeline(ctx, { by: 'day', ...NOVEMBER })).total.amount,
    'timeline by month': (await reportTimeline(ctx, { by: 'month', ...NOVEMBER })).total.amount,
    'by package': await breakdown('package'),
    'by customer': await breakdown('customer'),
    'by hypervisor': await breakdown('hypervisor'),
    'timeline csv': column(await textOf(await downloadTimeline(ctx, { by: 'day', ...NOVEMBER })), -1),
    'customer csv': column(await textOf(await downloadBreakdown(ctx, { by: 'customer', ...NOVEMBER })), -1),
    'forecast, billed': (await reportForecast(ctx)).sum.billed,
    statements: sum(statements.map(({ usage }) => usage.amount)),
    'statement csv': -column(
      files.flat().filter(([line]) => line === 'server'),
      -2,
    ),
    'list of statements': sum(
      months.flatMap(({ rows }) =>
        rows.filter(({ month }) => month === '2026-11').map(({ amount }) => amount),
      ),
    ),
    ledger: await earned(),
  };
}

describe.each([
  ['none of its runs is rolled up', async () => {}],
  ['two of its runs are', () => rollUpSome(2)],
  ['all of its runs are', async () => void (await rollUp(world.ctx))],
  ['the roll-ups are made anew', async () => void (await rebuildRollUps(world.ctx))],
])('November, when %s', (_when, prepare) => {
  beforeAll(prepare);

  test('comes to the same, to the micro, wherever one looks', async () => {
    const amount = await charged();
    expect(amount).toBeGreaterThan(30_000_000n);
    const told = await figures();
    expect(told).toEqual(Object.fromEntries(Object.keys(told).map((name) => [name, amount])));
  });

  test.each(everybody)('adds up in the statement of customer %i, and meets the wallet', async (id) => {
    const statement = await monthlyStatement(world.ctx, { id, month: '2026-11' });
    const { opening, moved, usage, closing } = statement;
    expect(opening + moved - usage.amount).toBe(closing);
    const { rows } = await world.ctx.db.execute<{ balance: bigint }>(
      sql`SELECT balance_micros AS balance FROM accounts WHERE customer_id = ${id}`,
    );
    expect(closing).toBe(rows[0]?.balance);
    expect((await monthlyStatement(world.ctx, { id, month: '2026-10' })).closing).toBe(opening);
  });

  test('leaves the books in agreement', async () => {
    expect((await reconcileLedger(world.ctx)).differences).toEqual([]);
  });
});

/** As if the process died after `count` runs. */
async function rollUpSome(count: number): Promise<void> {
  const dying = new AbortController();
  let seen = 0;
  const signal = new Proxy(dying.signal, {
    get: (target, key) => (key === 'aborted' ? seen++ >= count : Reflect.get(target, key)),
  });
  expect(await rollUp(world.ctx, { signal })).toBe(count);
}

test('a server sold on is on both statements, with the hours each owned', async () => {
  const of = async (id: number) =>
    (await monthlyStatement(world.ctx, { id, month: '2026-11' })).lines.filter(
      ({ serverId }) => serverId === 4,
    );
  const [sold, bought] = [await of(chidi), await of(ada)];
  expect(sold.map(({ charges }) => charges)).toEqual([242]);
  expect(bought.map(({ charges }) => charges)).toEqual([371]);
});

test('a new price is a line of its own, and the cap leaves hours that cost nothing', async () => {
  const { lines } = await monthlyStatement(world.ctx, { id: ada, month: '2026-11' });
  const first = lines.filter(({ serverId }) => serverId === 1);
  expect(first.map(({ monthlyPrice }) => monthlyPrice)).toEqual([5_000_000n, 7_770_000n]);
  expect(first.reduce((hours, { charges }) => hours + charges, 0)).toBe(719);
});

test('what a spreadsheet would run is text in the file, and money below nothing is a number', async () => {
  const lines = await textOf(await statementCsv(world.ctx, { id: ada, month: '2026-10' }));
  const text = lines.map((line) => line.join(',')).join('\n');
  expect(text).toContain(`"'=HYPERLINK(""https://example.com"")"`);
  expect(text).toMatch(/,-0\.16438\d,USD/);
});

/** What the pages of each server and of each run say its hours of November cost today. */
async function figuresOfServers(): Promise<Record<string, Micros>> {
  const { ctx } = world;
  const ids = [1, 2, 3, 4, 5];
  const servers = await Promise.all(ids.map((id) => getServer(ctx, { id })));
  const calendars = await Promise.all(ids.map((id) => readServerCalendar(ctx, { id, month: '2026-11' })));
  const tenth = await Promise.all(ids.map((id) => readServerHours(ctx, { id, day: '2026-11-10' })));
  const day = calendars.flatMap(({ days }) => days.filter(({ day: name }) => name === '2026-11-10'));
  expect(sum(tenth.flatMap(({ hours }) => hours.map(({ amount }) => amount)))).toBe(
    sum(day.map(({ amount }) => amount)),
  );
  const { rows: runs } = await ctx.db.execute<{ id: number }>(sql`SELECT id FROM billing_runs`);
  const costOf = (pages: { rows: { hour: Date; amount: Micros; corrected: Micros | null }[] }[]) =>
    sum(
      pages
        .flatMap(({ rows }) => rows)
        .filter(({ hour }) => hour >= NOVEMBER.from)
        .map(({ amount, corrected }) => corrected ?? amount),
    );
  const ofServers = ids.map((id) =>
    everyPage((cursor) => listServerCharges(ctx, { id, limit: 200, cursor })),
  );
  const ofRuns = runs.map(({ id }) => everyPage((cursor) => listRunCharges(ctx, { id, limit: 200, cursor })));
  return {
    'charged this month': sum(servers.map(({ chargedThisMonth }) => chargedThisMonth)),
    calendars: sum(calendars.map(({ amount }) => amount)),
    'charges of servers': costOf((await Promise.all(ofServers)).flat()),
    'charges of runs': costOf((await Promise.all(ofRuns)).flat()),
  };
}

type Wish = InputOf<typeof api.replays.create>;

/** Works a replay out and posts it. */
async function putRight(wish: Pick<Wish, 'scope' | 'change'> & { from: string; until: string }) {
  const { ctx } = world;
  const { replay } = await createReplay(ctx, {
    ...wish,
    from: new Date(wish.from),
    until: new Date(wish.until),
    reason: 'it was wrong',
    idempotencyKey: `put-right-${wish.change.kind}`,
  });
  await advanceReplay(ctx, { replayId: replay.id });
  await postReplay(ctx, { id: replay.id });
  await advanceReplay(ctx, { replayId: replay.id });
  expect(await getReplay(ctx, { id: replay.id })).toMatchObject({ status: 'posted', problems: 0 });
}

/** The day nobody looked for free, another price for ada, and the other package for a while: fewer seconds, money, and both. */
async function putMuchRight(): Promise<void> {
  const { ctx } = world;
  const size = { enabled: true, memoryMb: 1024, storageGb: 20, trafficGb: 0, cpuCores: 1, seenAt: OCTOBER };
  await ctx.db.insert(packages).values([1, 2].map((id) => ({ id, name: `package ${id}`, ...size })));
  await putRight({
    scope: { kind: 'all' },
    change: { kind: 'gaps', policy: 'free' },
    from: '2026-11-09T00:00:00Z',
    until: '2026-11-12T00:00:00Z',
  });
  await putRight({
    scope: { kind: 'customer', id: ada },
    change: { kind: 'price', packageId: null, monthlyPrice: parseMoney('4.321') },
    from: '2026-11-02T00:00:00Z',
    until: '2026-11-24T00:00:00Z',
  });
  expect(await rollUp(ctx)).toBe(2);
  await putRight({
    scope: { kind: 'server', id: 3 },
    change: { kind: 'package', packageId: 1 },
    from: '2026-11-12T00:00:00Z',
    until: '2026-11-14T00:00:00Z',
  });
}

describe.each([
  ['a replay more is posted than is rolled up', putMuchRight],
  ['every replay is rolled up', async () => expect(await rollUp(world.ctx)).toBe(1)],
  ['the roll-ups are made anew', async () => void (await rebuildRollUps(world.ctx))],
])('November put right, when %s', (_when, prepare) => {
  beforeAll(prepare);

  test('comes to what was charged and what was corrected, to the micro, wherever one looks', async () => {
    const amount = await charged();
    const told = { ...(await figures()), ...(await figuresOfServers()) };
    expect(told).toEqual(Object.fromEntries(Object.keys(told).map((name) => [name, amount])));
    expect((await reconcileLedger(world.ctx)).differences).toEqual([]);
  });

  test('says in each statement how much of it was put right, and still meets the wallet', async () => {
    for (const id of everybody) {
      const { usage, opening, moved, closing } = await monthlyStatement(world.ctx, { id, month: '2026-11' });
      const { rows } = await world.ctx.db.execute<{ balance: bigint; corrected: bigint }>(sql`
        SELECT (SELECT balance_micros FROM accounts WHERE customer_id = ${id}) AS balance,
          (SELECT coalesce(sum(amount_micros), 0)::bigint FROM charge_corrections WHERE customer_id = ${id}) AS corrected`);
      expect({ balance: closing, corrected: usage.corrected }).toEqual(rows[0]);
      expect(opening + moved - usage.amount).toBe(closing);
    }
  });
});

test('a roll-up without a correction it had is found, and made anew agrees again', async () => {
  const { ctx } = world;
  await ctx.db.execute(sql`
    UPDATE server_months t SET amount_micros = t.amount_micros - c.amount FROM (
      SELECT server_id, rate_id, customer_id, package_id, sum(amount_micros) AS amount FROM charge_corrections
      WHERE server_id = 3 GROUP BY server_id, rate_id, customer_id, package_id HAVING sum(amount_micros) <> 0 LIMIT 1) c
    WHERE (t.server_id, t.rate_id, t.customer_id, t.package_id) = (c.server_id, c.rate_id, c.customer_id, c.package_id)`);
  const { differences } = await reconcileLedger(ctx);
  expect(differences).toMatchObject([{ law: 'roll-up', subject: expect.stringMatching(/server 3/) }]);
  await rebuildRollUps(ctx);
  expect((await reconcileLedger(ctx)).differences).toEqual([]);
});

test('an hour that was put right says so in the calendar, in the lists and in the statement', async () => {
  const { ctx } = world;
  const { days } = await readServerCalendar(ctx, { id: 3, month: '2026-11' });
  const corrected = days.filter(({ hoursCorrected }) => hoursCorrected > 0).map(({ day }) => day.slice(8));
  expect(corrected).toEqual(expect.arrayContaining(['10', '12', '13']));
  const { hours } = await readServerHours(ctx, { id: 3, day: '2026-11-10' });
  expect(hours[12]).toMatchObject({ status: 'charged', corrected: true, seconds: 0, amount: 0n });
  const { lines } = await monthlyStatement(ctx, { id: bram, month: '2026-11' });
  expect(lines.map(({ corrected }) => corrected !== 0n)).toContain(true);
  const files = await textOf(await statementCsv(ctx, { id: bram, month: '2026-11' }));
  const inFile = files.filter(([line]) => line === 'server').map((line) => parseMoney(line.at(-3) || '0'));
  expect(inFile).toEqual(lines.map((line) => -line.corrected));
});

test('what an open run has charged is in the figures at once, and once only after it is rolled up', async () => {
  const runId = await billAt(world, '2026-12-01T00:10:00Z');
  const amount = await charged();
  const told = async () => (await reportTimeline(world.ctx, { by: 'month', ...NOVEMBER })).total.amount;
  // As it stood before its last batch: its totals and its first hour are written when it closes.
  await world.ctx.db.execute(
    sql`UPDATE billing_runs SET closed_at = NULL, status = 'billing', first_hour = NULL WHERE id = ${runId}`,
  );
  expect([await rollUp(world.ctx), await told()]).toEqual([0, amount]);
  await closeRun(world.ctx, runId);
  expect([await rollUp(world.ctx), await told()]).toEqual([1, amount]);
  expect([await rollUp(world.ctx), await told()]).toEqual([0, amount]);
});
