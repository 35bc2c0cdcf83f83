import { desc, lte } from 'drizzle-orm';
import type { Terms } from '#shared/billing/statement.ts';
import { billingTerms } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';

/** How an hour that begins at `at` is counted and priced. @throws Error when no terms reach back that far */
export async function termsInForce(ctx: Context, at: Date): Promise<Terms> {
  const [row] = await ctx.db
    .select()
    .from(billingTerms)
    .where(lte(billingTerms.effectiveFrom, at))
    .orderBy(desc(billingTerms.effectiveFrom))
    .limit(1);
  if (!row)
    throw new Error(`No billing terms are in force at ${at.toISOString()}; the first migration made some`);
  const { countingRule, effectiveFrom, createdAt: _created, billSelfService: _self, ...terms } = row;
  return { ...terms, from: effectiveFrom.getTime() / 1000, counting: countingRule };
}
