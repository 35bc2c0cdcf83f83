import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { readBillingSettings } from '../settings/get-billing-settings.ts';
import { type HistoryMonth, historyMonth } from './history-month.ts';
import type { MonthFacts } from './why-not-packed.ts';

/** Reads what decides whether this month may be packed now. */
export async function findMonthFacts(ctx: Context, month: HistoryMonth): Promise<MonthFacts> {
  const { row } = await readBillingSettings(ctx);
  const { rows } = await ctx.db.execute<{
    servers: number;
    example: number | null;
    open_from: Date | null;
  }>(sql`
    SELECT behind.servers, behind.example, (SELECT min(coalesce(r.first_hour, b.first_hour)) FROM billing_runs r
        LEFT JOIN billing_batches b ON b.run_id = r.id WHERE r.rolled_up_at IS NULL) AS open_from
    FROM (SELECT count(*)::int AS servers, min(server_id) AS example FROM server_meters
      WHERE NOT finished AND billed_until < ${month.until.toISOString()}::timestamptz) behind`);
  const [found] = rows;
  if (!found) throw new Error('A count over the meters answered with no row');
  return {
    keptFrom: monthsBack(ctx.clock.now(), row.monthsInFull),
    oldest: await findOldestMonth(ctx),
    behind: { servers: found.servers, example: found.example },
    openRunFrom: found.open_from,
  };
}

/** The oldest month that is not packed: after the last packed one, else that of the first charge. */
export async function findOldestMonth(ctx: Context): Promise<Date | null> {
  const { rows } = await ctx.db.execute<{ month: Date | null }>(sql`
    SELECT CASE WHEN packed_until() > '-infinity' THEN packed_until()
      ELSE date_trunc('month', (SELECT min(hour) FROM hourly_charges), 'UTC') END AS month`);
  return rows[0]?.month ?? null;
}

function monthsBack(now: Date, months: number): Date {
  let month = historyMonth(now);
  for (let back = 0; back < months; back += 1) month = historyMonth(new Date(month.from.getTime() - 1));
  return month.from;
}
