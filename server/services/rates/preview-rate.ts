import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { priceOf, underTheCap } from '#shared/billing/charge.ts';
import { hourlyPrice } from '#shared/billing/hourly-price.ts';
import type { Micros } from '#shared/billing/money.ts';
import { HOUR } from '#shared/billing/period.ts';
import { isBeyond, type PriceMaking, steepestRise } from '#shared/billing/price-rise.ts';
import type { ServerState, Terms } from '#shared/billing/statement.ts';
import { percentOf } from '#shared/billing/weight.ts';
import type { Context } from '../../context.ts';
import { NotFoundError } from '../../errors.ts';
import { readBillingSettings } from '../settings/get-billing-settings.ts';
import { wasEverOn } from '../settings/refuse-steep-rise.ts';
import { termsInForce } from '../settings/terms-in-force.ts';
import { type PriceOfMonth, priceMaking } from './price-making.ts';

type Input = InputOf<typeof api.rates.preview>;
type Preview = OutputOf<typeof api.rates.preview>;

/**
 * What another price of a package would mean for the servers it has now, if each stays in its state. Two statements
 * whatever their number. @throws NotFoundError
 */
export async function previewRate(ctx: Context, input: Input): Promise<Preview> {
  const at = input.effectiveFrom ?? ctx.clock.now();
  const terms = await termsInForce(ctx, at);
  const before = await packagePriceAt(ctx, input.packageId, at);
  const fleet = await findFleet(ctx, input.packageId, at);
  const after: PriceOfMonth = {
    monthlyPrice: input.monthlyPrice,
    runningPercent: input.runningPercent ?? null,
    stoppedPercent: input.stoppedPercent ?? null,
    suspendedPercent: input.suspendedPercent ?? null,
  };
  const rise = before && steepestRise(priceMaking(before, terms), priceMaking(after, terms));
  const { row } = await readBillingSettings(ctx);
  const beyond = rise !== null && isBeyond(rise, row.confirmRisePercent);
  return {
    servers: fleet.servers,
    customers: fleet.customers,
    ownPriced: fleet.ownPriced,
    before: before && shown(priceMaking(before, terms)),
    after: shown(priceMaking(after, terms)),
    monthBefore: before && monthOf(fleet.alike, before, terms),
    monthAfter: monthOf(fleet.alike, after, terms),
    rise,
    limitPercent: row.confirmRisePercent,
    asks: beyond && fleet.servers > 0 && (await wasEverOn(ctx)),
  };
}

function shown(making: PriceMaking) {
  return { monthlyPrice: making.monthlyPrice, hourlyPrice: hourlyPrice(making) };
}

/** The price of a package at an instant; null when it has none. */
export async function packagePriceAt(
  ctx: Context,
  packageId: number,
  at: Date,
): Promise<PriceOfMonth | null> {
  const { rows } = await ctx.db.execute<Record<string, unknown>>(sql`
    SELECT r.monthly_price_micros AS price, r.running_percent, r.stopped_percent, r.suspended_percent
    FROM packages p LEFT JOIN LATERAL (SELECT * FROM rates WHERE package_id = p.id
      AND effective_from <= ${at.toISOString()}::timestamptz ORDER BY effective_from DESC, id DESC LIMIT 1) r ON true
    WHERE p.id = ${packageId}::bigint`);
  const row = rows[0];
  if (!row) throw new NotFoundError('package', { id: packageId });
  if (row.price === null) return null;
  return {
    monthlyPrice: row.price as bigint,
    runningPercent: row.running_percent as number | null,
    stoppedPercent: row.stopped_percent as number | null,
    suspendedPercent: row.suspended_percent as number | null,
  };
}

interface Fleet {
  servers: number;
  customers: number;
  ownPriced: number;
  alike: { state: ServerState | null; servers: number }[];
}

/** The servers of a package that pay its price at an instant, by state. */
export async function findFleet(ctx: Context, packageId: number, at: Date): Promise<Fleet> {
  const { rows } = await ctx.db.execute<Record<string, number> & { state: ServerState | null }>(sql`
    WITH fleet AS (
      SELECT s.state, s.customer_id, coalesce(NOT own.ends
        AND (own.while_package_id IS NULL OR own.while_package_id = s.package_id), false) AS own_priced
      FROM servers s LEFT JOIN LATERAL (SELECT ends, while_package_id FROM rates WHERE server_id = s.id
        AND effective_from <= ${at.toISOString()}::timestamptz ORDER BY effective_from DESC, id DESC LIMIT 1) own ON true
      WHERE s.package_id = ${packageId}::bigint AND s.gone_at IS NULL
    )
    SELECT state, count(*) FILTER (WHERE NOT own_priced)::int AS servers, count(*) FILTER (WHERE own_priced)::int AS own_priced,
      (SELECT count(DISTINCT customer_id) FROM fleet WHERE NOT own_priced)::int AS customers
    FROM fleet GROUP BY state`);
  const total = (column: 'servers' | 'own_priced') => rows.reduce((sum, row) => sum + (row[column] ?? 0), 0);
  return {
    servers: total('servers'),
    ownPriced: total('own_priced'),
    customers: rows[0]?.customers ?? 0,
    alike: rows.map((row) => ({ state: row.state, servers: row.servers ?? 0 })),
  };
}

function monthOf(alike: Fleet['alike'], price: PriceOfMonth, terms: Terms): Micros {
  const rate = { ...price, id: 0, from: 0, packageId: null, serverId: null };
  let month = 0n;
  for (const { state, servers } of alike) {
    if (!state) continue;
    const full = terms.hoursPerMonth * HOUR * percentOf(state, terms, rate);
    const weighted = underTheCap(full, 0, terms.capHours);
    month += BigInt(servers) * priceOf(price.monthlyPrice, { weighted, hoursPerMonth: terms.hoursPerMonth });
  }
  return month;
}
