import { sql } from 'drizzle-orm';
import type { RunOutlook, UsualRuns } from '#shared/billing/brakes.ts';
import type { Context } from '../../context.ts';
import { joinPresentRates, presentPrice, presentRates } from '../rates/present-rates.ts';

/** Servers due for at most this many hours are taken as seen so far: only the others are looked up. */
const HOURS_TAKEN_AS_SEEN = 2;

/**
 * What a run up to `until` would do, at most: every seen hour at its server's full price, in one statement over the
 * meters. Servers without a price are left out: they will be set aside.
 */
export async function loadOutlook(ctx: Context, until: Date, sweepId: number | null): Promise<RunOutlook> {
  const at = until.toISOString();
  const { rows } = await ctx.db.execute<
    Record<'servers' | 'server_hours' | 'longest' | 'free' | 'amount', string | number>
  >(sql`
    WITH ${presentRates(until)}, due AS (
      SELECT m.server_id, ${presentPrice} AS price, m.billed_until,
        CASE WHEN m.billed_until >= ${at}::timestamptz - ${HOURS_TAKEN_AS_SEEN} * interval '1 hour' THEN ${at}::timestamptz
          ELSE (SELECT least(${at}::timestamptz, CASE WHEN u.last_seen_at IS NULL THEN ${at}::timestamptz ELSE u.last_seen_at END)
            FROM uptime_stretches u WHERE u.server_id = m.server_id ORDER BY u.first_seen_at DESC LIMIT 1) END AS seen_until
      FROM server_meters m JOIN servers s ON s.id = m.server_id ${joinPresentRates}
      WHERE NOT m.finished AND m.billed_until < ${at} AND ${presentPrice} IS NOT NULL
    ), hours AS (
      SELECT price, greatest(0, floor(extract(epoch FROM seen_until - greatest(billed_until, (SELECT min(on_from) FROM billing_switches))) / 3600)) AS hours
      FROM due
    )
    SELECT count(*) FILTER (WHERE hours > 0)::int AS servers, coalesce(sum(hours), 0)::float8 AS server_hours,
      coalesce(max(hours), 0)::float8 AS longest, count(*) FILTER (WHERE hours > 0 AND price = 0)::int AS free,
      coalesce(sum(hours * price), 0)::numeric / (SELECT hours_per_month FROM server_hourly_billing_settings) AS amount
    FROM hours`);
  const row = rows[0];
  if (!row) throw new Error('A count over the meters answered with no row');
  return {
    servers: Number(row.servers),
    serverHours: Number(row.server_hours),
    longestHours: Number(row.longest),
    freeServers: Number(row.free),
    amount: BigInt(String(row.amount).split('.')[0] ?? '0'),
    ...(await loadFleet(ctx, sweepId)),
  };
}

/** Servers in the look of this run and in the complete look before it. */
async function loadFleet(
  ctx: Context,
  sweepId: number | null,
): Promise<Pick<RunOutlook, 'fleet' | 'fleetBefore'>> {
  if (sweepId === null) return { fleet: null, fleetBefore: null };
  const { rows } = await ctx.db.execute<{ servers: number }>(
    sql`SELECT servers FROM sweeps WHERE complete AND id <= ${sweepId} ORDER BY id DESC LIMIT 2`,
  );
  return { fleet: rows[0]?.servers ?? null, fleetBefore: rows[1]?.servers ?? null };
}

/** Runs the past is made of. */
const RUNS_LOOKED_AT = 24;

/** What the last closed runs with charges cost an hour, and how much of them was free: medians, so one odd run is no past. */
export async function loadUsualRuns(ctx: Context): Promise<UsualRuns> {
  const { rows } = await ctx.db.execute<{ runs: number; amount: string | null; free: number | null }>(sql`
    WITH recent AS (
      SELECT charges, free_charges, amount_micros FROM billing_runs
      WHERE closed_at IS NOT NULL AND charges > 0 ORDER BY id DESC LIMIT ${RUNS_LOOKED_AT}
    )
    SELECT count(*)::int AS runs, percentile_disc(0.5) WITHIN GROUP (ORDER BY amount_micros / charges)::text AS amount,
      percentile_disc(0.5) WITHIN GROUP (ORDER BY free_charges * 100 / charges)::int AS free
    FROM recent`);
  const row = rows[0];
  return {
    runs: row?.runs ?? 0,
    amountPerServerHour: BigInt(row?.amount ?? '0'),
    freePercent: row?.free ?? 0,
  };
}
