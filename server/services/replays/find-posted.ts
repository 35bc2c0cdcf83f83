import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';

/** How many replays are posted, and which one is being posted now, if any. */
export async function findPosted(ctx: Context): Promise<{ count: number; posting: number | null }> {
  const { rows } = await ctx.db.execute<{ count: number; posting: number | null }>(sql`
    SELECT count(*) FILTER (WHERE status = 'posted')::int AS count, min(id) FILTER (WHERE status = 'posting') AS posting
    FROM replays WHERE posting_order IS NOT NULL`);
  return rows[0] ?? { count: 0, posting: null };
}
