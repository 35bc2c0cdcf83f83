import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { monthOf } from '#shared/billing/billing-month.ts';
import { sum } from '#shared/billing/money.ts';
import { divideHalfEven } from '#shared/billing/rounding.ts';
import type { Context } from '../../context.ts';
import { joinPresentRates, presentPercent, presentPrice, presentRates } from '../rates/present-rates.ts';
import { chargedHours, type Hours } from '../roll-ups/charged-totals.ts';
import { termsInForce } from '../settings/terms-in-force.ts';
import { billedBetween } from './billed-between.ts';
import { findBilledUntil } from './billed-until.ts';

type Forecast = OutputOf<typeof api.reports.forecast>;

interface PackageRow extends Record<string, unknown> {
  package_id: number | null;
  package_name: string | null;
  servers: number;
  unpriced: number;
  billed: bigint;
  /** A month's price × hundredths of seconds still to be weighed, summed. */
  weighed: string;
}

/**
 * What the month of now will come to: what its hours were charged, and each server that is there at its present rate and
 * state from where it is billed up to, until the month or its cap ends. An estimate: nobody knows what customers will do.
 */
export async function reportForecast(
  ctx: Context,
  _input: InputOf<typeof api.reports.forecast> = {},
): Promise<Forecast> {
  const at = ctx.clock.now();
  const month = hoursOf(monthOf(at.getTime() / 1000));
  const previous = hoursOf(monthOf(month.from.getTime() / 1000 - 1));
  const { hoursPerMonth } = await termsInForce(ctx, at);
  const found = await byPackage(ctx, { at, month });
  const rows = found.map((row) => {
    const rest = divideHalfEven(BigInt(row.weighed), BigInt(100 * 3600 * hoursPerMonth));
    return {
      packageId: row.package_id,
      packageName: row.package_name,
      servers: row.servers,
      billed: row.billed,
      rest,
      total: row.billed + rest,
    };
  });
  return {
    month,
    billedUntil: await findBilledUntil(ctx),
    rows,
    sum: {
      servers: rows.reduce((count, row) => count + row.servers, 0),
      billed: sum(rows.map((row) => row.billed)),
      rest: sum(rows.map((row) => row.rest)),
      total: sum(rows.map((row) => row.total)),
    },
    before: await billedBetween(ctx, previous),
    unpriced: found.reduce((count, row) => count + row.unpriced, 0),
  };
}

async function byPackage(ctx: Context, { at, month }: { at: Date; month: Hours }): Promise<PackageRow[]> {
  const terms = await termsInForce(ctx, at);
  const [first, end] = [
    sql`${month.from.toISOString()}::timestamptz`,
    sql`${month.until.toISOString()}::timestamptz`,
  ];
  const { rows } = await ctx.db.execute<PackageRow>(sql`
    WITH ${presentRates(at)}, ahead AS (
      SELECT s.package_id, ${presentPrice} AS price,
        extract(epoch FROM ${end} - least(${end}, greatest(${first}, m.billed_until)))::bigint
          * ${presentPercent(terms)} AS weight,
        ${terms.capHours}::bigint * 360000 - CASE WHEN m.month = ${first} THEN m.capped_weighted ELSE 0 END AS room
      FROM servers s JOIN server_meters m ON m.server_id = s.id ${joinPresentRates}
      WHERE s.gone_at IS NULL
    ), rest AS (
      SELECT package_id, count(*)::int AS servers, count(*) FILTER (WHERE price IS NULL OR weight IS NULL)::int AS unpriced,
        coalesce(sum(price * least(weight, greatest(0, coalesce(room, weight)))) FILTER (WHERE weight IS NOT NULL), 0) AS weighed
      FROM ahead GROUP BY package_id
    ), billed AS (
      SELECT package_id, sum(amount_micros)::bigint AS billed FROM ${chargedHours(month)} t GROUP BY package_id
    )
    SELECT k.package_id, p.name AS package_name, coalesce(r.servers, 0) AS servers, coalesce(r.unpriced, 0) AS unpriced,
      coalesce(b.billed, 0)::bigint AS billed, coalesce(r.weighed, 0)::numeric(60, 0)::text AS weighed
    FROM (SELECT package_id FROM rest UNION SELECT package_id FROM billed) k
    LEFT JOIN rest r ON r.package_id IS NOT DISTINCT FROM k.package_id
    LEFT JOIN billed b ON b.package_id IS NOT DISTINCT FROM k.package_id
    LEFT JOIN packages p ON p.id = k.package_id
    ORDER BY coalesce(b.billed, 0) DESC, k.package_id`);
  return rows;
}

function hoursOf({ from, until }: { from: number; until: number }): Hours {
  return { from: new Date(from * 1000), until: new Date(until * 1000) };
}
