import { sql } from 'drizzle-orm';
import { monthOf } from '#shared/billing/billing-month.ts';
import { hoursBetween, type Instant } from '#shared/billing/period.ts';
import type { MonthSoFar } from '#shared/billing/statement.ts';
import type { Context } from '../../context.ts';
import { chargesIn } from '../servers/charged-hours.ts';

/** What one hour counted, under which rate and divisor. */
interface Counted {
  hour: Instant;
  rateId: number;
  hoursPerMonth: number;
  /** Hundredths of seconds, after the cap; signed in a correction. */
  weighted: number;
}

/** Oldest first; corrections of one hour in the order they were posted. */
export interface CountedMonth {
  from: Instant;
  charges: readonly Counted[];
  corrections: readonly (Counted & { knownFrom: Instant })[];
}

/** What the hours of a server counted, of the month of an hour and before it: two statements. */
export async function loadCountedMonth(
  ctx: Context,
  { serverId, before }: { serverId: number; before: Instant },
): Promise<CountedMonth> {
  const { from } = monthOf(before);
  const hours = hoursBetween({ from, until: before }).map((at) => new Date(at * 1000));
  const counted = sql`extract(epoch FROM h.hour)::float8 AS hour, h.rate_id AS "rateId", t.hours_per_month AS "hoursPerMonth", h.weighted`;
  const charges = await ctx.db.execute<Counted & Record<string, unknown>>(sql`
    SELECT ${counted} FROM (SELECT * FROM every_charge WHERE ${chargesIn(hours, serverId)}) h
    JOIN billing_terms t ON t.id = h.terms_id ORDER BY h.hour`);
  const corrections = await ctx.db.execute<Counted & { knownFrom: Instant } & Record<string, unknown>>(sql`
    SELECT ${counted}, extract(epoch FROM s.billed_until)::float8 AS "knownFrom" FROM charge_corrections h
    JOIN replay_servers s ON s.replay_id = h.replay_id AND s.server_id = h.server_id
    JOIN billing_terms t ON t.id = h.terms_id
    WHERE h.server_id = ${serverId}::bigint AND h.hour >= to_timestamp(${from}) AND h.hour < to_timestamp(${before}) ORDER BY h.id`);
  return { from, charges: charges.rows, corrections: corrections.rows };
}

/**
 * What the month had counted before an hour of it: by the charges of its hours themselves, and by those corrections of
 * them that were posted before the hour was billed. Null when nothing was counted.
 */
export function monthBefore(hour: Instant, { from, charges, corrections }: CountedMonth): MonthSoFar | null {
  const hours = new Map<Instant, Counted>();
  for (const charge of charges) if (charge.hour < hour) hours.set(charge.hour, charge);
  for (const correction of corrections) {
    const known = hours.get(correction.hour);
    if (!known || correction.knownFrom > hour) continue;
    hours.set(correction.hour, { ...correction, weighted: known.weighted + correction.weighted });
  }
  const counts = new Map<string, { rateId: number; hoursPerMonth: number; weighted: number }>();
  for (const { rateId, hoursPerMonth, weighted } of hours.values()) {
    const key = `${rateId} ${hoursPerMonth}`;
    const count = counts.get(key);
    if (count) count.weighted += weighted;
    else counts.set(key, { rateId, hoursPerMonth, weighted });
  }
  const counted = [...counts.values()].filter(({ weighted }) => weighted > 0);
  if (counted.length === 0) return null;
  const cappedWeighted = counted.reduce((sum, { weighted }) => sum + weighted, 0);
  return { month: from, cappedWeighted, counts: counted };
}
