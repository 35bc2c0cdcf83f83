import { type SQL, sql } from 'drizzle-orm';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { hourlyPrice } from '#shared/billing/hourly-price.ts';
import type { Terms } from '#shared/billing/statement.ts';
import type { Context } from '../../context.ts';
import { termsInForce } from '../settings/terms-in-force.ts';

export type ListedRate = OutputOf<typeof api.rates.add>;

interface RateRow extends Record<string, unknown> {
  id: number;
  package_id: number | null;
  server_id: number | null;
  monthly_price: bigint;
  effective_from: Date;
  effective_until: Date | null;
  running_percent: number | null;
  stopped_percent: number | null;
  suspended_percent: number | null;
  withdrawn: boolean;
  reason: string | null;
  created_at: Date;
  created_by: string | null;
}

/** More prices than any host has; a list has an end. */
const MOST = 10_000;

/** Prices, newest first, with the instant the next one takes over, withdrawn ones too; `where` speaks of `r`. */
export async function findRates(ctx: Context, where: SQL): Promise<ListedRate[]> {
  const { rows } = await ctx.db.execute<RateRow>(sql`
    SELECT r.id, r.package_id, r.server_id, r.monthly_price_micros AS monthly_price, r.effective_from,
      (SELECT min(n.effective_from) FROM rates n
        WHERE (n.package_id = r.package_id OR n.server_id = r.server_id) AND n.effective_from > r.effective_from
          AND n.supersedes_id IS NULL AND NOT EXISTS (SELECT FROM rates w WHERE w.supersedes_id = n.id)) AS effective_until,
      EXISTS (SELECT FROM rates w WHERE w.supersedes_id = r.id) AS withdrawn, r.running_percent, r.stopped_percent, r.suspended_percent, r.reason, r.created_at, a.name AS created_by
    FROM rates r LEFT JOIN admins a ON a.id = r.created_by
    WHERE ${where} ORDER BY r.effective_from DESC, r.id DESC LIMIT ${MOST}`);
  const terms = await termsInForce(ctx, ctx.clock.now());
  return rows.map((row) => rateOf(row, terms));
}

function rateOf(row: RateRow, terms: Terms): ListedRate {
  return {
    id: row.id,
    packageId: row.package_id,
    serverId: row.server_id,
    monthlyPrice: row.monthly_price,
    hourlyPrice: hourlyPrice({
      monthlyPrice: row.monthly_price,
      hoursPerMonth: terms.hoursPerMonth,
      runningPercent: row.running_percent ?? terms.runningPercent,
      capHours: terms.capHours,
    }),
    effectiveFrom: row.effective_from,
    effectiveUntil: row.withdrawn ? row.effective_from : row.effective_until,
    runningPercent: row.running_percent,
    stoppedPercent: row.stopped_percent,
    suspendedPercent: row.suspended_percent,
    withdrawn: row.withdrawn,
    reason: row.reason,
    createdAt: row.created_at,
    createdBy: row.created_by,
  };
}
