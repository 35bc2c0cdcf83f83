import { sql } from 'drizzle-orm';
import type { Instant } from '#shared/billing/period.ts';
import type { Context } from '../../context.ts';
import { isPowerPriced, type PricedRate, type PricedTerms } from './power-priced.ts';
import { type GapTerms, maxGapBetween } from './resolve-open.ts';

/** What an observation needs to know of settings, terms and rates. */
export interface ObservationRules {
  powerPriced: boolean;
  billSelfService: boolean;
  /** The smallest in force since the last complete sweep. */
  maxGapSeconds: number;
  intervalMinutes: number;
  /** Calls at once. */
  concurrency: number;
}

type TermsRow = GapTerms & PricedTerms & { billSelfService: boolean };

/** Read once a sweep, for the instant it began; `since` is the start of the last complete one. */
export async function observationRules(
  ctx: Context,
  { now, since }: { now: Instant; since: Instant | null },
): Promise<ObservationRules> {
  const terms = await findTerms(ctx);
  const inForce = terms.filter((row) => row.from <= now).at(-1);
  return {
    powerPriced: isPowerPriced(now, terms, await findOverrides(ctx)),
    billSelfService: inForce?.billSelfService ?? false,
    maxGapSeconds: maxGapBetween(since ?? now, now, terms),
    ...(await findLimits(ctx)),
  };
}

async function findTerms(ctx: Context): Promise<TermsRow[]> {
  const { rows } = await ctx.db.execute<Record<string, number> & { bill_self_service: boolean }>(sql`
    SELECT extract(epoch FROM effective_from)::float8 AS at, running_percent, stopped_percent, max_gap_seconds,
      bill_self_service FROM billing_terms ORDER BY effective_from`);
  return rows.map((row) => ({
    from: row.at as number,
    runningPercent: row.running_percent as number,
    stoppedPercent: row.stopped_percent as number,
    maxGapSeconds: row.max_gap_seconds as number,
    billSelfService: row.bill_self_service,
  }));
}

/** Every rate, not only those with percentages: one without ends the override of the one before. */
async function findOverrides(ctx: Context): Promise<PricedRate[]> {
  const { rows } = await ctx.db.execute<Record<string, number | null>>(sql`
    SELECT extract(epoch FROM effective_from)::float8 AS at, package_id, server_id, running_percent, stopped_percent
    FROM rates WHERE EXISTS (SELECT FROM rates WHERE running_percent IS NOT NULL OR stopped_percent IS NOT NULL)
    ORDER BY effective_from, id`);
  return rows.map((row) => ({
    from: row.at as number,
    packageId: row.package_id ?? null,
    serverId: row.server_id ?? null,
    runningPercent: row.running_percent ?? null,
    stoppedPercent: row.stopped_percent ?? null,
  }));
}

async function findLimits(ctx: Context): Promise<{ intervalMinutes: number; concurrency: number }> {
  const { rows } = await ctx.db.execute<{ minutes: number; concurrency: number }>(sql`
    SELECT observation_interval_minutes AS minutes, request_concurrency AS concurrency
    FROM server_hourly_billing_settings WHERE id = 1`);
  const row = rows[0];
  if (!row) throw new Error('the migration makes the one row of server_hourly_billing_settings');
  return { intervalMinutes: row.minutes, concurrency: row.concurrency };
}
