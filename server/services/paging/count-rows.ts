import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';

/** Of rows that a search found, so many are counted: each has to be read for it. */
const MOST_FOUND = 10_000;

/**
 * How many rows a list has in all. What a search found is counted up to 10,000; null when there is more. `rows` is a
 * query that selects nothing.
 */
export async function countRows(
  ctx: Context,
  { rows, isSearch }: { rows: SQL; isSearch: boolean },
): Promise<number | null> {
  const limit = isSearch ? sql` LIMIT ${MOST_FOUND + 1}` : sql``;
  const { rows: counted } = await ctx.db.execute<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM (${rows}${limit}) AS counted`,
  );
  const count = counted[0]?.count ?? 0;
  return isSearch && count > MOST_FOUND ? null : count;
}
