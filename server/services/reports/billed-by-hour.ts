import { sql } from 'drizzle-orm';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { HOUR } from '#shared/billing/period.ts';
import type { Context } from '../../context.ts';

type BilledHour = OutputOf<typeof api.dashboard.get>['hours'][number];

/** What each of the last `count` ended hours was charged over all servers, oldest first; nothing where there is no charge. */
export async function billedByHour(ctx: Context, count: number): Promise<BilledHour[]> {
  const hours = lastHours(ctx.clock.now(), count);
  const { rows } = await ctx.db.execute<{ hour: Date; amount: bigint; charges: number }>(sql`
    SELECT hour, sum(amount_micros)::bigint AS amount, count(*)::int AS charges FROM hourly_charges
    WHERE hour = ANY(${sql.param(hours.map((hour) => hour.toISOString()))}::timestamptz[]) GROUP BY hour`);
  const found = new Map(rows.map((row) => [row.hour.getTime(), row]));
  return hours.map((hour) => {
    const { amount = 0n, charges = 0 } = found.get(hour.getTime()) ?? {};
    return { hour, amount, charges };
  });
}

function lastHours(now: Date, count: number): Date[] {
  const end = Math.floor(now.getTime() / (HOUR * 1000));
  return Array.from({ length: count }, (_, index) => new Date((end - count + index) * HOUR * 1000));
}
