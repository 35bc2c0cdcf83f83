import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type SQL, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditLog, packedMonths } from '#shared/schema/index.ts';
import { HOUR_MS } from '../../testing/factories.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { explainCharge } from '../billing/explain-charge.ts';
import { listRunCharges } from '../billing/list-run-charges.ts';
import { reconcileLedger } from '../reconcile/reconcile-ledger.ts';
import { listServerCharges } from '../servers/list-server-charges.ts';
import { emptyMonth } from './empty-month.ts';
import { exportMonth } from './export-month.ts';
import { historyMonth } from './history-month.ts';
import { keepHistory } from './keep-history.ts';
import { listMonths } from './list-months.ts';
import { packMonth } from './pack-month.ts';
import { shortenHistory } from './shorten-history.ts';
import { shortenMonth } from './shorten-month.ts';
import {
  aBilledMonth,
  LATE,
  MONTH,
  MONTH_END,
  PARTIAL,
  QUIET,
  SERVERS,
  SOLD,
} from './testing/billed-month.ts';

let world: TestContext;
let archiveDir: string;
const month = historyMonth(MONTH);

beforeAll(async () => {
  archiveDir = await mkdtemp(join(tmpdir(), 'archive-'));
  world = await testContext({ at: MONTH, env: { archiveDir } });
  await aBilledMonth(world);
  await world.ctx.db.execute(sql`CREATE TABLE as_charged AS SELECT * FROM hourly_charges`);
});
afterAll(async () => {
  await world.close();
  await rm(archiveDir, { recursive: true });
});

const rowsOf = async (query: SQL) => (await world.ctx.db.execute(query)).rows;
const count = async (query: SQL) => Number((await rowsOf(sql`SELECT count(*) AS n FROM (${query}) q`))[0]?.n);
const columns = sql`hour, server_id, customer_id, package_id, rate_id, terms_id, run_id, seconds, weighted, capped, amount_micros, in_gap, transaction_id`;
/** Hours that differ from what was charged, either way. */
const differing = () =>
  count(sql`
    (SELECT ${columns} FROM every_charge EXCEPT ALL SELECT ${columns} FROM as_charged)
    UNION ALL (SELECT ${columns} FROM as_charged EXCEPT ALL SELECT ${columns} FROM every_charge)`);
const setting = (key: string, value: string) =>
  world.ctx.db.execute(sql`
    INSERT INTO settings (key, value) VALUES (${`server_hourly_billing_${key}`}, ${value})
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
const hour = (hours: number) => new Date(MONTH.getTime() + hours * HOUR_MS);

/** What the pages say of this month: all charges of some servers, the first of each run, single hours explained. */
async function pages() {
  const { ctx } = world;
  const servers = [];
  for (const id of [PARTIAL, SOLD, LATE, QUIET]) {
    let cursor: string | undefined;
    do {
      const page = await listServerCharges(ctx, { id, limit: 200, cursor });
      servers.push(page.rows);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
  }
  const runs = [];
  for (const { id } of await rowsOf(sql`SELECT id FROM billing_runs ORDER BY id`)) {
    const first = await listRunCharges(ctx, { id: id as number, limit: 30 });
    const second = await listRunCharges(ctx, {
      id: id as number,
      limit: 30,
      cursor: first.nextCursor ?? undefined,
    });
    runs.push(first.rows, second.rows);
  }
  const hours = [];
  for (const [serverId, at] of looked) hours.push(await explainCharge(ctx, { serverId, hour: hour(at) }));
  return { servers, runs, hours };
}

/** Hours that are not full, of another owner, charged late, unseen, at the next price, and beyond the cap. */
const looked = [
  [PARTIAL, 100],
  [PARTIAL, 101],
  [SOLD, 100],
  [LATE, 3],
  [QUIET, 205],
  [QUIET, 300],
  [QUIET, 735],
] as const;

test('the month has what packing must survive', async () => {
  const [has] = await rowsOf(sql`
    SELECT count(*)::int AS charges, count(*) FILTER (WHERE seconds NOT IN (0, 3600))::int AS partial, count(DISTINCT rate_id)::int AS rates,
      count(*) FILTER (WHERE capped > 0)::int AS capped, count(*) FILTER (WHERE in_gap)::int AS unseen,
      count(DISTINCT run_id)::int AS runs, count(*) FILTER (WHERE transaction_id IS NULL)::int AS free
    FROM as_charged WHERE hour < ${MONTH_END.toISOString()}::timestamptz`);
  expect(has).toMatchObject({ charges: SERVERS * 744, partial: 2, rates: 3, runs: 16 });
  for (const figure of ['capped', 'unseen', 'free']) expect(has?.[figure]).toBeGreaterThan(50);
});

describe('what is not restored hour by hour is not packed', () => {
  test.each([
    [
      'an hour is charged that was not',
      'packed_charges',
      'NEW.hours := set_bit(NEW.hours, 743, 1 - get_bit(NEW.hours, 743))',
    ],
    ['an amount is a micro off', 'packed_charges', 'NEW.amount_micros := NEW.amount_micros + 1'],
    ['somebody else pays', 'packed_charges', 'NEW.customer_id := NEW.customer_id + 1'],
    [
      'an hour that is no full one is lost',
      'kept_charges',
      'IF NEW.seconds > 0 AND NEW.seconds < 3600 THEN RETURN NULL; END IF',
    ],
    ['another movement paid', 'kept_charges', 'NEW.transaction_id := NEW.transaction_id + 1'],
  ])('%s', async (_what, table, change) => {
    const { db } = world.ctx;
    await setting('months_in_full', '2');
    await db.execute(
      sql.raw(
        `CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${change}; RETURN NEW; END $$`,
      ),
    );
    await db.execute(
      sql`CREATE TRIGGER spoil BEFORE INSERT ON ${sql.identifier(table)} FOR EACH ROW EXECUTE FUNCTION spoil()`,
    );
    try {
      await expect(packMonth(world.ctx, { month })).rejects.toThrow(/not restored as they were/);
    } finally {
      await db.execute(sql`DROP FUNCTION spoil() CASCADE`);
    }
    expect(await count(sql`SELECT FROM packed_charges UNION ALL SELECT FROM kept_charges`)).toBe(0);
    expect(await differing()).toBe(0);
  });

  test('and the admins hear of it', async () => {
    const { db } = world.ctx;
    await setting('pack_months', 'true');
    const alertsOf = () =>
      rowsOf(sql`SELECT subject, resolved_at IS NULL AS open FROM alerts WHERE kind = 'history_differs'`);
    await db.execute(sql`CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      NEW.amount_micros := NEW.amount_micros + 1; RETURN NEW; END $$`);
    await db.execute(
      sql`CREATE TRIGGER spoil BEFORE INSERT ON packed_charges FOR EACH ROW EXECUTE FUNCTION spoil()`,
    );
    try {
      await expect(shortenHistory(world.ctx)).rejects.toThrow(/not restored as they were/);
    } finally {
      await db.execute(sql`DROP FUNCTION spoil() CASCADE`);
      await setting('pack_months', 'false');
    }
    expect(await alertsOf()).toEqual([{ subject: `month:${month.name}`, open: true }]);
    expect(await differing()).toBe(0);
  });

  test('and it is neither exported nor emptied', async () => {
    await expect(exportMonth(world.ctx, month)).rejects.toMatchObject({ code: 'conflict' });
    await expect(emptyMonth(world.ctx, month)).rejects.toThrow();
    expect(await differing()).toBe(0);
  });
});

test('a closed month takes no further charge, and says so by name', async () => {
  const late = sql`INSERT INTO hourly_charges SELECT ${hour(5).toISOString()}::timestamptz, 999, 1, 1, 1, 1, 1, 3600, 360000, 0, 1, false, NULL`;
  await expect(world.ctx.db.execute(late)).rejects.toMatchObject({
    cause: { constraint: 'the_month_is_packed' },
  });
});

describe('packed', () => {
  let before: Awaited<ReturnType<typeof pages>>;
  beforeAll(async () => {
    before = await pages();
    await packMonth(world.ctx, { month, serversAtATime: 7, signal: abortedAfter(2) });
    expect((await listMonths(world.ctx)).find(({ name }) => name === '2026-12')?.state).toBe('packing');
    expect(await differing(), 'half packed, it is read in full').toBe(0);
    await Promise.all([packMonth(world.ctx, { month }), packMonth(world.ctx, { month })]);
    await shortenMonth(world.ctx, { month });
  });

  test('every hour is as it was charged, in a fraction of the room', async () => {
    expect(await differing()).toBe(0);
    expect(
      await count(sql`SELECT FROM hourly_charges WHERE hour < ${MONTH_END.toISOString()}::timestamptz`),
    ).toBe(0);
    const [size] = await rowsOf(
      sql`SELECT (SELECT count(*)::int FROM packed_charges) AS packed, (SELECT count(*)::int FROM kept_charges) AS kept`,
    );
    expect(size?.packed).toBeLessThan(SERVERS * 12);
    expect(size?.kept).toBeLessThan(1000);
  });

  test('every page says what it said', async () => {
    expect(await pages()).toEqual(before);
  });

  test('the books agree, each hour worked out again from what was seen', async () => {
    const proof = await reconcileLedger(world.ctx);
    expect(proof.differences).toEqual([]);
    expect(proof.checked.charges).toBe(await count(sql`SELECT FROM as_charged`));
  });

  test('the file holds every charge, and its checksum is kept', async () => {
    const [state] = await world.ctx.db.select().from(packedMonths);
    const file = await readFile(state?.file ?? '');
    expect(createHash('sha256').update(file).digest('hex')).toBe(state?.fileSha256);
    const [heading, ...lines] = gunzipSync(file).toString().trimEnd().split('\n');
    expect(heading).toBe(
      'hour,server_id,customer_id,package_id,rate_id,terms_id,run_id,seconds,weighted,capped,amount_micros,in_gap,transaction_id',
    );
    expect(lines).toHaveLength(SERVERS * 744);
    expect(lines[0]).toMatch(/^2026-12-01T00:00:00Z,1,2,1,1,1,1,3600,360000,0,6849,f,\d+$/);
  });

  test('each step is audited once, and a repeat changes nothing', async () => {
    const audited = async () =>
      (await world.ctx.db.select().from(auditLog).orderBy(auditLog.id)).map(({ action, subject }) => [
        action,
        subject,
      ]);
    const steps = ['history.closed', 'history.packed', 'history.exported', 'history.emptied'];
    expect(await audited()).toEqual(steps.map((action) => [action, 'month:2026-12']));
    await shortenMonth(world.ctx, { month });
    expect(await audited()).toHaveLength(4);
  });

  test('nothing of it can be changed or removed', async () => {
    for (const change of [
      sql`UPDATE packed_charges SET amount_micros = 0`,
      sql`DELETE FROM kept_charges`,
      sql`TRUNCATE packed_charges`,
      sql`DELETE FROM packed_months`,
    ])
      await expect(world.ctx.db.execute(change)).rejects.toMatchObject({ cause: { code: '42501' } });
  });

  test('the night packs what the settings ask for, and no more', async () => {
    await keepHistory(world.ctx);
    expect(await world.ctx.db.select().from(packedMonths), 'packing is off').toHaveLength(1);
    await setting('pack_months', 'true');
    await keepHistory(world.ctx);
    expect(await world.ctx.db.select().from(packedMonths), 'January and February are kept').toHaveLength(1);
    world.clock.set(new Date('2027-04-01T00:00:00Z'));
    await keepHistory(world.ctx);
    const january = (await listMonths(world.ctx)).find(({ name }) => name === '2027-01');
    expect(january).toMatchObject({ state: 'full', reason: expect.stringMatching(/16 servers are/) });
  });
});

/** A signal that is aborted once it was asked so often. */
function abortedAfter(times: number): AbortSignal {
  let asked = 0;
  return new Proxy(new AbortController().signal, {
    get: (signal, property) => {
      if (property !== 'aborted') return Reflect.get(signal, property);
      asked += 1;
      return asked > times;
    },
  });
}
