import { sql } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import type { Undelivered } from '../detectors/undelivered-notices.ts';

const DAY_MS = 24 * 3_600_000;

/** What did not arrive within the last day, by why; by the index of states. */
export async function loadUndelivered(ctx: Context): Promise<Undelivered> {
  const since = new Date(ctx.clock.now().getTime() - DAY_MS).toISOString();
  const { rows } = await ctx.db.execute<Record<keyof Undelivered, number>>(sql`
    SELECT count(*) FILTER (WHERE state = 'failed')::int AS failed,
      count(*) FILTER (WHERE state = 'unclear')::int AS unclear,
      count(*) FILTER (WHERE state = 'not_set_up')::int AS "notSetUp"
    FROM notice_deliveries
    WHERE state IN ('failed', 'unclear', 'not_set_up') AND done_at > ${since}::timestamptz`);
  const [row] = rows;
  if (!row) throw new Error('A count over the deliveries answered with no row');
  return row;
}
