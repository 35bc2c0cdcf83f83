import { sql } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { joinRateInForce } from '../../rates/present-rates.ts';
import { readBillingSettings } from '../../settings/get-billing-settings.ts';
import type { WaitingFacts } from '../detectors/waiting-revenue.ts';

/** Runs that tell what a server-hour usually costs. */
const RUNS_LOOKED_AT = 24;

interface WaitingRow extends Record<string, unknown> {
  servers: number;
  longest: number;
  priced: number;
  unpriced: number;
  monthly_times_hours: string;
}

/** The hours of the servers that wait, up to the last closed run, and what would price them; by the index of those. */
export async function loadWaitingHours(ctx: Context): Promise<WaitingFacts> {
  const { row: settings } = await readBillingSettings(ctx);
  const { rows } = await ctx.db.execute<WaitingRow>(sql`
    WITH waiting AS (
      SELECT greatest(0, floor(extract(epoch FROM (SELECT until FROM billing_runs WHERE closed_at IS NOT NULL ORDER BY id DESC LIMIT 1)
          - m.set_aside_since) / 3600))::int AS hours,
        r.monthly_price_micros AS price
      FROM server_meters m JOIN servers s ON s.id = m.server_id ${joinRateInForce(ctx.clock.now())} WHERE m.set_aside_reason IS NOT NULL)
    SELECT count(*)::int AS servers, coalesce(max(hours), 0)::int AS longest,
      coalesce(sum(hours) FILTER (WHERE price IS NOT NULL), 0)::int AS priced,
      coalesce(sum(hours) FILTER (WHERE price IS NULL), 0)::int AS unpriced,
      coalesce(sum(hours * price), 0)::numeric AS monthly_times_hours
    FROM waiting`);
  const [row] = rows;
  if (!row) throw new Error('A count over the meters answered with no row');
  return {
    servers: row.servers,
    longestHours: row.longest,
    pricedHours: row.priced,
    unpricedHours: row.unpriced,
    monthlyTimesHours: BigInt(row.monthly_times_hours),
    hoursPerMonth: settings.hoursPerMonth,
    usualPerHour: await usualPerHour(ctx),
    currency: settings.currency,
  };
}

async function usualPerHour(ctx: Context): Promise<bigint> {
  const { rows } = await ctx.db.execute<{ amount: bigint | null }>(sql`
    SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY amount_micros / charges) AS amount
    FROM (SELECT amount_micros, charges FROM billing_runs WHERE closed_at IS NOT NULL AND charges > 0
      ORDER BY id DESC LIMIT ${RUNS_LOOKED_AT}) recent`);
  return rows[0]?.amount ?? 0n;
}
