import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';

/**
 * The whole hour in which billing was switched off; null while it is on, and before it first was. What a run passed
 * over as free after it could not be caught up any more, should billing go on from where it was: so it waits.
 */
export async function findPause(ctx: Context): Promise<Date | null> {
  const { rows } = await ctx.db.execute<{ hour: Date | null }>(sql`
    SELECT date_trunc('hour', max(on_until), 'UTC') AS hour FROM billing_switches
    HAVING NOT bool_or(on_until IS NULL)`);
  return rows[0]?.hour ?? null;
}
