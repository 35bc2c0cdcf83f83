import { isNull } from 'drizzle-orm';
import { billingRuns } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';

/** The id of the open run, or null. */
export async function findOpenRunId(ctx: Context): Promise<number | null> {
  const [row] = await ctx.db
    .select({ id: billingRuns.id })
    .from(billingRuns)
    .where(isNull(billingRuns.closedAt));
  return row?.id ?? null;
}
