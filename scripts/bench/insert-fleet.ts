import { sql } from 'drizzle-orm';
import { HOUR, type Instant } from '#shared/billing/period.ts';
import type { Context } from '../../server/context.ts';
import { withTransaction } from '../../server/db/transaction.ts';
import { uuidOf } from '../../server/emulators/virtfusion/world/random.ts';
import {
  bornAt,
  externalIdOf,
  type Fleet,
  HOURS_PER_MONTH,
  monthlyPrice,
  PACKAGES,
  serverOf,
} from './fleet.ts';

/** Between two complete sweeps: the product's own default. Seconds. */
const SWEEP_EVERY = 600;
const DAY = 24 * HOUR;
const SERVERS_AT_ONCE = 20_000;

/** What a wallet holds before anything is billed. Micros. */
export const OPENING_CREDIT = 1_000_000_000n;

/**
 * The whole fleet by sets, as sweeps and runs would have left it: switched on long ago, every server running since
 * before its first hour. Power is priced where `power` says so.
 */
export async function insertFleet(ctx: Context, fleet: Fleet, { power }: { power: boolean }): Promise<void> {
  const from = bornAt(fleet);
  await withTransaction(ctx, async (tx) => {
    await switchOn(tx, { at: from - DAY, power });
    await insertPackages(tx, from - DAY);
    await tx.db.execute(sql`
      INSERT INTO customers (id, external_id, name, email, created_at)
      SELECT n, ${externalIdOf(0)}::int + n, 'Customer ' || n, 'customer-' || n || '@example.com', to_timestamp(${from - DAY}::float8)
      FROM generate_series(1, ${fleet.customers}::int) n`);
    await tx.db.execute(sql`
      INSERT INTO accounts (code, kind, customer_id, created_at)
      SELECT 'wallet:' || n, 'wallet', n, to_timestamp(${from - DAY}::float8) FROM generate_series(1, ${fleet.customers}::int) n`);
    await creditWallets(tx, from - DAY);
    await insertServers(tx, fleet, power);
  });
}

/** Marks of complete sweeps through a period: each is a further sighting of every open stretch. */
export async function insertSweeps(
  ctx: Context,
  { from, until }: { from: Instant; until: Instant },
): Promise<void> {
  await ctx.db.execute(sql`
    INSERT INTO sweeps (started_at, finished_at, complete, reason)
    SELECT to_timestamp(at), to_timestamp(at + 5), true, 'schedule'
    FROM generate_series(${from}::bigint, ${until}::bigint, ${SWEEP_EVERY}::bigint) at`);
}

/** After so many rows at once nobody has counted them yet. */
export async function settleDown(ctx: Context): Promise<void> {
  await ctx.db.execute(sql`VACUUM (ANALYZE)`);
  await ctx.db.execute(sql`CHECKPOINT`);
}

async function switchOn(tx: Context, { at, power }: { at: Instant; power: boolean }): Promise<void> {
  const stopped = power ? '0' : '100';
  const keys = {
    server_hours_per_month: String(HOURS_PER_MONTH),
    ...{ server_hourly_billing_stopped_percent: stopped, server_hourly_billing_suspended_percent: '100' },
    ...{
      server_hourly_billing_requests_per_minute: '100000',
      server_hourly_billing_request_concurrency: '16',
    },
    ...{ server_hourly_billing_brake_total_percent: '0', server_hourly_billing_brake_fleet_percent: '0' },
    ...{ server_hourly_billing_brake_catch_up_hours: '0', server_hourly_billing_brake_free_percent: '0' },
    server_hourly_billing_enabled: 'true',
  };
  await tx.db.execute(sql`SELECT set_config('skypanel.now', to_timestamp(${at}::float8)::text, true)`);
  await tx.db.execute(sql`
    INSERT INTO settings (key, value) SELECT * FROM unnest(${sql.param(Object.keys(keys))}::text[],
      ${sql.param(Object.values(keys))}::text[])`);
}

async function insertPackages(tx: Context, at: Instant): Promise<void> {
  const ids = Array.from({ length: PACKAGES }, (_, index) => index + 1);
  await tx.db.execute(sql`
    INSERT INTO packages (id, name, enabled, memory_mb, storage_gb, traffic_gb, cpu_cores, seen_at)
    SELECT n, 'Package ' || n, true, 1024 * n, 20 * n, 1000, n, to_timestamp(${at}::float8)
    FROM unnest(${sql.param(ids)}::int[]) n`);
  await tx.db.execute(sql`
    INSERT INTO rates (package_id, monthly_price_micros, effective_from)
    SELECT package_id, price, 'epoch' FROM unnest(${sql.param(ids)}::int[], ${sql.param(ids.map(monthlyPrice))}::bigint[])
      AS t(package_id, price)`);
}

async function creditWallets(tx: Context, at: Instant): Promise<void> {
  const credit = OPENING_CREDIT;
  await tx.db.execute(sql`
    WITH moved AS (
      UPDATE accounts SET balance_micros = ${credit}::bigint, version = 1 WHERE kind = 'wallet' RETURNING id, customer_id
    ), shared AS (
      UPDATE accounts SET version = version + 1, balance_micros = balance_micros - ${credit}::bigint * (SELECT count(*) FROM moved)
      WHERE code = 'adjustments'
    )
    INSERT INTO transactions (from_account_id, to_account_id, amount_micros, kind, reason, idempotency_key, cause,
      wallet_account_id, wallet_balance_micros, wallet_version, created_at)
    SELECT (SELECT id FROM accounts WHERE code = 'adjustments'), id, ${credit}::bigint, 'adjustment', 'Opening credit',
      'opening:' || customer_id, 'system:bench', id, ${credit}::bigint, 1, to_timestamp(${at}::float8)
    FROM moved ORDER BY customer_id`);
}

/** As one look after another would have left them; ids come with the uuids that the panel gives them. */
async function insertServers(tx: Context, fleet: Fleet, power: boolean): Promise<void> {
  for (let first = 1; first <= fleet.servers; first += SERVERS_AT_ONCE) {
    const last = Math.min(fleet.servers, first + SERVERS_AT_ONCE - 1);
    await insertSome(tx, {
      fleet,
      ids: Array.from({ length: last - first + 1 }, (_, index) => first + index),
      power,
    });
  }
}

async function insertSome(
  tx: Context,
  { fleet, ids, power }: { fleet: Fleet; ids: number[]; power: boolean },
) {
  const seen = sql`to_timestamp(${bornAt(fleet)}::float8)`;
  const state = power ? 'running' : 'present';
  const column = <T>(pick: (server: ReturnType<typeof serverOf>, id: number) => T) =>
    sql.param(ids.map((id) => pick(serverOf(fleet, id), id)));
  const servers = sql`unnest(${sql.param(ids)}::int[], ${column((_, id) => uuidOf(id))}::text[],
    ${column((s) => s.customerId)}::int[], ${column((s) => s.packageId)}::int[], ${column((s) => s.hypervisorId)}::int[])
    AS s(id, uuid, customer_id, package_id, hypervisor_id)`;
  await tx.db.execute(sql`
    INSERT INTO servers (id, uuid, name, hostname, customer_id, hypervisor_id, hypervisor_name, commission_status, suspended,
      self_service, memory_mb, storage_gb, traffic_gb, cpu_cores, panel_created_at, panel_updated_at, details_at, state,
      package_id, created_at)
    SELECT id, uuid, 'server-' || id, 'server-' || id || '.example.com', customer_id, hypervisor_id, 'node-' || hypervisor_id, 3,
      false, 0, 1024 * package_id, 20 * package_id, 1000, package_id, ${seen}, ${seen}, ${seen}, ${state}, package_id, ${seen}
    FROM ${servers}`);
  await tx.db.execute(sql`
    INSERT INTO server_packages (server_id, effective_from, package_id, source)
    SELECT id, date_trunc('hour', ${seen}), package_id, 'match' FROM ${servers}`);
  await tx.db.execute(sql`
    INSERT INTO uptime_stretches (server_id, first_seen_at, state, customer_id)
    SELECT id, ${seen}, ${state}, customer_id FROM ${servers}`);
  await tx.db.execute(sql`
    INSERT INTO server_meters (server_id, customer_id, billed_until)
    SELECT id, customer_id, ${seen} + interval '10 minutes' FROM ${servers}`);
}

/** Where power is priced: every server was last asked at this instant, and ran. */
export async function insertPowerSightings(ctx: Context, at: Instant): Promise<void> {
  await ctx.db.execute(sql`UPDATE uptime_stretches SET last_seen_at = to_timestamp(${at}::float8)`);
  await ctx.db.execute(sql`UPDATE servers SET power_asked_at = to_timestamp(${at}::float8)`);
}
