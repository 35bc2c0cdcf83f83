import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';

/** What a law of the books finds: of what, how it ought to be, and how it is. */
export interface Difference {
  subject: string;
  expected: string;
  found: string;
}

/** Rows of each law at most; one more than a proof keeps says that there are more. */
export const MOST_OF_A_LAW = 101;

/** The first rows of a law's statement, whose columns are those of a difference. */
export async function findDifferences(ctx: Context, query: SQL): Promise<Difference[]> {
  const { rows } = await ctx.db.execute<Difference & Record<string, unknown>>(
    sql`${query} LIMIT ${MOST_OF_A_LAW}`,
  );
  return [...rows];
}
