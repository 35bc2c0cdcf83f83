import { sql } from 'drizzle-orm';
import { HOUR, type Instant } from '#shared/billing/period.ts';
import type { Context } from '../../server/context.ts';
import { type Fleet, PACKAGES, priceOfHour, START } from './fleet.ts';
import { OPENING_CREDIT } from './insert-fleet.ts';

/**
 * Charges, transactions, balances, runs and meters of the hours before the start, as runs would have left them: one
 * run an hour, one transaction a customer and hour. `say` is told how far it is.
 */
export async function insertHistory(ctx: Context, fleet: Fleet, say: (line: string) => void): Promise<void> {
  if (fleet.historyHours === 0) return;
  const first = START - fleet.historyHours * HOUR;
  await ctx.db.execute(sql`
    SELECT ensure_charge_partitions(to_timestamp(${first}::float8), to_timestamp(${START}::float8))`);
  await ctx.db.execute(sql`
    CREATE TEMPORARY TABLE owned AS SELECT customer_id, package_id, count(*)::int AS servers FROM servers GROUP BY 1, 2`);
  const sums = new Map<number, bigint>();
  for (let hour = first; hour < START; hour += HOUR) {
    await insertHour(ctx, { fleet, hour, number: (hour - first) / HOUR, sums });
    const done = (hour - first) / HOUR + 1;
    if (done % 24 === 0) say(`history: ${done} of ${fleet.historyHours} hours`);
  }
  await finish(ctx, fleet, sums);
}

interface PastHour {
  fleet: Fleet;
  hour: Instant;
  /** Of the hour, from 0 on. */
  number: number;
  /** What one server of each package has cost so far. */
  sums: Map<number, bigint>;
}

async function insertHour(ctx: Context, { fleet, hour, number, sums }: PastHour): Promise<void> {
  const packageIds = Array.from({ length: PACKAGES }, (_, index) => index + 1);
  const prices = packageIds.map((packageId) => priceOfHour(fleet, packageId, hour));
  for (const [index, packageId] of packageIds.entries())
    sums.set(packageId, (sums.get(packageId) ?? 0n) + (prices[index] ?? 0n));
  const totals = packageIds.map((packageId) => sums.get(packageId) ?? 0n);
  const priced = sql`unnest(${sql.param(packageIds)}::int[], ${sql.param(prices)}::bigint[], ${sql.param(totals)}::bigint[])
    AS p(package_id, price, total)`;
  // Behind the opening credits, which have the first numbers.
  const firstId = (number + 1) * fleet.customers;
  const runId = number + 1;
  await ctx.db.execute(sql`
    INSERT INTO hourly_charges (hour, server_id, customer_id, package_id, rate_id, terms_id, run_id, seconds, weighted, capped,
      amount_micros, in_gap, transaction_id)
    SELECT to_timestamp(${hour}::float8), s.id, s.customer_id, s.package_id, r.id, (SELECT min(id) FROM billing_terms), ${runId}::int,
      3600, 360000, 0, p.price, false, ${firstId}::bigint + s.customer_id
    FROM servers s JOIN ${priced} ON p.package_id = s.package_id JOIN rates r ON r.package_id = s.package_id ORDER BY s.id`);
  await ctx.db.execute(sql`
    INSERT INTO transactions (id, from_account_id, to_account_id, amount_micros, kind, reason, idempotency_key, cause, run_id,
      wallet_account_id, wallet_balance_micros, wallet_version, created_at)
    OVERRIDING SYSTEM VALUE
    SELECT ${firstId}::bigint + o.customer_id, a.id, (SELECT id FROM accounts WHERE code = 'revenue:hourly'),
      sum(p.price * o.servers)::bigint, 'hourly', sum(o.servers) || ' server-hours',
      'hourly:' || ${runId}::int || ':1:1:' || o.customer_id, 'run:' || ${runId}::int, ${runId}::int, a.id,
      ${OPENING_CREDIT}::bigint - sum(p.total * o.servers)::bigint, ${number}::bigint + 2, to_timestamp(${hour + HOUR}::float8)
    FROM owned o JOIN ${priced} ON p.package_id = o.package_id JOIN accounts a ON a.customer_id = o.customer_id
    GROUP BY o.customer_id, a.id ORDER BY o.customer_id`);
  await ctx.db.execute(sql`
    INSERT INTO billing_runs (id, until, trigger, status, opened_at, observed_at, closed_at, first_hour, servers_seen, servers_billed,
      charges, billed_seconds, amount_micros)
    OVERRIDING SYSTEM VALUE
    SELECT ${runId}::int, at, 'schedule', 'done', at, at, at, at - interval '1 hour', ${fleet.servers}::int, ${fleet.servers}::int,
      ${fleet.servers}::int, ${fleet.servers * HOUR}::bigint, (SELECT sum(p.price * o.servers)::bigint
        FROM owned o JOIN ${priced} ON p.package_id = o.package_id)
    FROM to_timestamp(${hour + HOUR}::float8) at`);
}

/** What the runs would have kept up to date all along. */
async function finish(ctx: Context, fleet: Fleet, sums: Map<number, bigint>): Promise<void> {
  const hours = fleet.historyHours;
  const cost = sql`(SELECT o.customer_id, sum(p.total * o.servers)::bigint AS amount FROM owned o
    JOIN unnest(${sql.param([...sums.keys()])}::int[], ${sql.param([...sums.values()])}::bigint[]) AS p(package_id, total)
    USING (package_id) GROUP BY 1)`;
  await ctx.db.execute(sql`
    WITH cost AS ${cost}, wallets AS (
      UPDATE accounts a SET balance_micros = balance_micros - c.amount, version = version + ${hours}::int
      FROM cost c WHERE a.customer_id = c.customer_id
    )
    UPDATE accounts SET balance_micros = balance_micros + (SELECT sum(amount) FROM cost)::bigint, version = version + ${hours}::int
    WHERE code = 'revenue:hourly'`);
  const inMonth = sql`least(${hours}::int, extract(epoch FROM to_timestamp(${START}::float8)
    - date_trunc('month', to_timestamp(${START}::float8)))::int / 3600)`;
  await ctx.db.execute(sql`
    UPDATE server_meters m SET billed_until = to_timestamp(${START}::float8), month = date_trunc('month', to_timestamp(${START}::float8)),
      rate_id = r.id, hours_per_month = 730, weighted = 360000 * ${inMonth}, capped_weighted = 360000 * ${inMonth}
    FROM servers s JOIN rates r ON r.package_id = s.package_id WHERE s.id = m.server_id`);
  await ctx.db.execute(sql`
    SELECT setval(pg_get_serial_sequence('transactions', 'id'), (SELECT max(id) FROM transactions)),
      setval(pg_get_serial_sequence('billing_runs', 'id'), ${hours}::int)`);
  await ctx.db.execute(sql`DROP TABLE owned`);
}
