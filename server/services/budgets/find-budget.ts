import { eq } from 'drizzle-orm';
import { customerBudgets } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';

export type SavedBudget = typeof customerBudgets.$inferSelect;

/** What a customer saved last; its amount is null once they took the budget back. `lock` until the transaction ends. */
export async function findBudget(
  ctx: Context,
  customerId: number,
  { lock = false }: { lock?: boolean } = {},
): Promise<SavedBudget | null> {
  const query = ctx.db.select().from(customerBudgets).where(eq(customerBudgets.customerId, customerId));
  const [row] = await (lock ? query.for('update') : query);
  return row ?? null;
}
