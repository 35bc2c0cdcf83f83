import { sql } from 'drizzle-orm';
import { parseMoney } from '#shared/billing/money.ts';
import { HOUR, hourOf } from '#shared/billing/period.ts';
import type { ServerState } from '#shared/billing/statement.ts';
import {
  customers,
  rates,
  serverMeters,
  serverPackages,
  servers,
  sweeps,
  uptimeStretches,
} from '#shared/schema/index.ts';
import type { Context } from '../context.ts';
import { ensureWallets } from '../services/ledger/ensure-wallets.ts';

/** Fresh rows with overrides. Evidence is written as the sweeps would have written it. */

export interface ServerWish {
  id: number;
  customerId: number;
  packageId?: number | null;
  /** When it was first seen. */
  from: Date;
  state?: ServerState;
}

/** A customer with a wallet of nothing. */
export async function aCustomer(ctx: Context, id: number, name = `customer ${id}`): Promise<void> {
  await ctx.db
    .insert(customers)
    .values({ id, name, email: `${id}@example.com` })
    .onConflictDoNothing();
  await ensureWallets(ctx, [id]);
}

/** A server seen from an instant on, still so at every later complete sweep. */
export async function aServer(
  ctx: Context,
  { id, customerId, packageId = 1, from, state = 'running' }: ServerWish,
): Promise<void> {
  await aCustomer(ctx, customerId);
  await ctx.db.insert(servers).values({
    id,
    uuid: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
    name: `server-${id}`,
    customerId,
    hypervisorId: 1,
    commissionStatus: 3,
    suspended: false,
    selfService: 0,
    panelCreatedAt: from,
    panelUpdatedAt: from,
    state,
    packageId,
  });
  const hour = new Date(hourOf(from.getTime() / 1000) * 1000);
  await ctx.db.insert(serverMeters).values({ serverId: id, customerId, billedUntil: hour });
  await ctx.db
    .insert(serverPackages)
    .values({ serverId: id, effectiveFrom: hour, packageId, source: 'match' });
  await ctx.db.insert(uptimeStretches).values({ serverId: id, firstSeenAt: from, state, customerId });
}

/** A monthly price of a package, in force since long ago unless told otherwise. */
export async function aRate(
  ctx: Context,
  { packageId = 1, price, from = new Date(0) }: { packageId?: number; price: string; from?: Date },
) {
  await ctx.db
    .insert(rates)
    .values({ packageId, monthlyPriceMicros: parseMoney(price), effectiveFrom: from });
}

/** A complete sweep, which is one more sighting of every open stretch. */
export async function aSweep(ctx: Context, at: Date): Promise<void> {
  await ctx.db.insert(sweeps).values({ startedAt: at, finishedAt: at, complete: true, reason: 'test' });
}

/** Complete sweeps every `minutes` through a period, both ends included. */
export async function sweepsThrough(
  ctx: Context,
  { from, until, minutes = 10 }: { from: Date; until: Date; minutes?: number },
) {
  await ctx.db.execute(sql`
    INSERT INTO sweeps (started_at, finished_at, complete, reason)
    SELECT at, at, true, 'test'
    FROM generate_series(${from.toISOString()}::timestamptz, ${until.toISOString()}::timestamptz, ${minutes} * interval '1 minute') AS at`);
}

/** Switches billing on at an instant, by the keys admins save; or off. */
export async function billingOn(
  ctx: Context,
  at: Date,
  more: Record<string, string> = {},
  enabled = true,
): Promise<void> {
  await ctx.db.transaction(async (db) => {
    await db.execute(sql`SELECT set_config('skypanel.now', ${at.toISOString()}, true)`);
    const keys = { ...more, server_hourly_billing_enabled: String(enabled) };
    await db.execute(sql`
      INSERT INTO settings (key, value)
      SELECT * FROM unnest(${sql.param(Object.keys(keys))}::text[], ${sql.param(Object.values(keys))}::text[])
      ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
  });
}

export const HOUR_MS = HOUR * 1000;
