import { sql } from 'drizzle-orm';
import type { Micros } from '#shared/billing/money.ts';
import { HOUR } from '#shared/billing/period.ts';
import type { Context } from '../../context.ts';

/** Whole hours, from one until before another. */
export interface Hours {
  from: Date;
  until: Date;
}

/**
 * What these hours were charged; null when there is no charge among them. A closed run that lies wholly inside counts
 * by its own total, which is the sum of its charges; only of those that reach over an end are the charges read.
 */
export async function billedBetween(ctx: Context, { from, until }: Hours): Promise<Micros | null> {
  if (from >= until) return null;
  const [first, end] = [from.toISOString(), until.toISOString()];
  // No run charges an hour that had not ended when it was opened; the hour to spare is for one opened just before.
  const openedFrom = new Date(from.getTime() - HOUR * 1000).toISOString();
  const { rows } = await ctx.db.execute<{ amount: bigint | null }>(sql`
    WITH runs AS (
      SELECT r.id, r.amount_micros, r.until, r.closed_at,
        coalesce(r.first_hour, (SELECT min(b.first_hour) FROM billing_batches b WHERE b.run_id = r.id)) AS first_hour
      FROM billing_runs r WHERE r.opened_at >= ${openedFrom}::timestamptz AND r.until > ${first}::timestamptz
    )
    SELECT sum(CASE WHEN closed_at IS NOT NULL AND first_hour >= ${first}::timestamptz AND until <= ${end}::timestamptz
      THEN amount_micros
      ELSE (SELECT sum(h.amount_micros) FROM hourly_charges h WHERE h.run_id = runs.id
        AND h.hour >= greatest(runs.first_hour, ${first}::timestamptz) AND h.hour < least(runs.until, ${end}::timestamptz))
      END)::bigint AS amount
    FROM runs WHERE first_hour < ${end}::timestamptz`);
  return rows[0]?.amount ?? null;
}
