import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testContext } from '../../testing/test-context.ts';
import { historyMonth } from './history-month.ts';
import { shortenMonth } from './shorten-month.ts';

const FIRST = historyMonth(new Date('2024-01-01T00:00:00Z'));
let world: Awaited<ReturnType<typeof testContext>>;

beforeAll(async () => {
  world = await testContext({ at: '2027-06-01T00:00:00Z' });
  await world.ctx.db.execute(sql`
    INSERT INTO settings (key, value) VALUES ('server_hourly_billing_export_packed', 'false')`);
  await world.ctx.db.execute(sql`
    INSERT INTO accounts (code, kind, customer_id) SELECT 'wallet:' || n, 'wallet', n FROM generate_series(1, 3) n`);
});
afterAll(() => world.close());

/** Figures as they come: the same again and again, and now and then any other. */
const hour = fc.record({
  server: fc.integer({ min: 1, max: 4 }),
  at: fc.integer({ min: 0, max: 743 }),
  customer: fc.integer({ min: 1, max: 3 }),
  package: fc.option(fc.integer({ min: 1, max: 2 })),
  rate: fc.integer({ min: 1, max: 2 }),
  run: fc.integer({ min: 1, max: 3 }),
  seconds: fc.constantFrom(3600, 3600, 3600, 0, 17),
  amount: fc.constantFrom(6849, 6849, 6850, 0),
  gap: fc.boolean(),
  /** Null, the first movement of that run on that wallet, its second, or somebody else's. */
  movement: fc.constantFrom(null, 1, 1, 1, 2, 99),
});
type Drawn<A> = A extends fc.Arbitrary<infer Value> ? Value : never;
type Hour = Drawn<typeof hour>;

/** Long stretches of one kind of hour, and single hours on top of them. */
const month = fc.record({
  stretches: fc.array(fc.record({ hour, hours: fc.integer({ min: 1, max: 400 }) }), { maxLength: 8 }),
  hours: fc.array(hour, { maxLength: 60 }),
});

let months = 0;

test('any month at all comes back hour by hour', async () => {
  await fc.assert(
    fc.asyncProperty(month, async (given) => {
      // Each in a month of its own: those before stay packed.
      const next = historyMonth(new Date(Date.UTC(2024, months, 15)));
      months += 1;
      await charge(next.from, hoursOf(given, (next.until.getTime() - next.from.getTime()) / 3_600_000));
      const before = await charges('hourly_charges', next);
      await shortenMonth(world.ctx, { month: next });
      expect(await charges('every_charge', next)).toEqual(before);
      expect(await charges('hourly_charges', next)).toEqual([]);
    }),
    { numRuns: 12, endOnFailure: true },
  );
  expect(await charges('every_charge', { from: FIRST.from, until: world.clock.now() })).not.toHaveLength(0);
});

/** By their key: a later hour of the same server and instant takes the place of an earlier one. */
function hoursOf({ stretches, hours }: Drawn<typeof month>, most: number): Hour[] {
  const all = [
    ...stretches.flatMap((stretch) =>
      Array.from({ length: stretch.hours }, (_, n) => ({ ...stretch.hour, at: stretch.hour.at + n })),
    ),
    ...hours,
  ];
  const byKey = new Map(all.filter(({ at }) => at < most).map((one) => [`${one.server}:${one.at}`, one]));
  return [...byKey.values()];
}

/** Two movements of each run on each wallet, a month its own runs, and the charges that point to them. */
async function charge(from: Date, hours: readonly Hour[]): Promise<void> {
  const { db } = world.ctx;
  const start = from.toISOString();
  const runs = months * 10;
  await db.execute(sql`SELECT ensure_charge_partitions(${start}::timestamptz, ${start}::timestamptz)`);
  // Without its first hour a month would not be the oldest one.
  const seed = {
    server: 9,
    at: 0,
    customer: 1,
    package: 1,
    rate: 1,
    run: 1,
    seconds: 3600,
    amount: 1,
    gap: false,
    movement: 1,
  };
  await db.execute(sql`
    INSERT INTO transactions (from_account_id, to_account_id, amount_micros, kind, reason, idempotency_key, cause, run_id,
      wallet_account_id, wallet_balance_micros, wallet_version)
    SELECT a.id, 1, 1, 'hourly', 'test', ${runs}::int || ':' || a.id || ':' || run || ':' || n, 'test', ${runs} + run, a.id, 0,
      ${runs} * 10 + run * 2 + n
    FROM accounts a, generate_series(1, 3) run, generate_series(1, 2) n WHERE a.kind = 'wallet' ORDER BY n`);
  await db.execute(sql`
    INSERT INTO hourly_charges (hour, server_id, customer_id, package_id, rate_id, terms_id, run_id, seconds, weighted, capped,
      amount_micros, in_gap, transaction_id)
    SELECT ${start}::timestamptz + at * interval '1 hour', server, customer, package, rate, 1, ${runs} + run, seconds, seconds * 100, 0,
      amount, gap, CASE movement WHEN 99 THEN 99 ELSE (SELECT t.id FROM transactions t JOIN accounts a ON a.id = t.wallet_account_id
        WHERE t.run_id = ${runs} + run AND a.customer_id = customer ORDER BY t.id OFFSET movement - 1 LIMIT 1) END
    FROM jsonb_to_recordset(${JSON.stringify([seed, ...hours])}::jsonb)
      AS t(server int, at int, customer int, package int, rate int, run int, seconds int, amount int, gap boolean, movement int)`);
}

async function charges(
  table: 'hourly_charges' | 'every_charge',
  { from, until }: { from: Date; until: Date },
) {
  const { rows } = await world.ctx.db.execute(sql`
    SELECT hour, server_id, customer_id, package_id, rate_id, terms_id, run_id, seconds, weighted, capped, amount_micros,
      in_gap, transaction_id
    FROM ${sql.identifier(table)} WHERE hour >= ${from.toISOString()}::timestamptz AND hour < ${until.toISOString()}::timestamptz
    ORDER BY hour, server_id`);
  return rows;
}
