import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';

/** How far the last closed run billed; what an open one is doing is not whole yet. Null before the first. */
export async function findBilledUntil(ctx: Context): Promise<Date | null> {
  const { rows } = await ctx.db.execute<{ until: Date }>(sql`
    SELECT until FROM billing_runs WHERE status IN ('done', 'done_with_failures') ORDER BY id DESC LIMIT 1`);
  return rows[0]?.until ?? null;
}
