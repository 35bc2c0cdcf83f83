import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { chargedHours } from '../roll-ups/charged-totals.ts';
import { findBilledUntil } from './billed-until.ts';
import { checkRange } from './check-range.ts';
import { addUp, NOTHING, type Sums } from './sums.ts';
import { timeSteps } from './time-steps.ts';

interface FoundStep extends Sums, Record<string, unknown> {
  step: Date;
}

/** What each hour, day or month of a range was charged, and all of it. @throws InvalidInputError for a range too long */
export async function reportTimeline(
  ctx: Context,
  { by, ...range }: InputOf<typeof api.reports.timeline>,
): Promise<OutputOf<typeof api.reports.timeline>> {
  checkRange(range, by);
  const { rows: found } = await ctx.db.execute<FoundStep>(sql`
    SELECT date_trunc(${by}, hour, 'UTC') AS step, sum(amount_micros)::bigint AS amount,
      sum(charges)::float8 AS charges, sum(seconds)::float8 AS seconds
    FROM ${chargedHours(range)} t GROUP BY 1`);
  const steps = timeSteps(range, by);
  // The first step may be cut: its sums are found under where it would begin.
  const sums = new Map(
    found.map(({ step, amount, charges, seconds }) => [
      Math.max(step.getTime(), range.from.getTime()),
      { amount, charges, seconds },
    ]),
  );
  const rows = steps.map((step) => ({ ...step, ...(sums.get(step.from.getTime()) ?? NOTHING) }));
  return { rows, total: addUp(rows), billedUntil: await findBilledUntil(ctx) };
}
