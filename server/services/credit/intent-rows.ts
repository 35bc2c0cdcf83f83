import { eq } from 'drizzle-orm';
import { creditIntents } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';

/** A posting of credit as the database keeps it; tokens and remainders as decimal text. */
export type CreditIntent = typeof creditIntents.$inferSelect;

/** The posting of that number, or null. */
export async function findIntent(ctx: Context, id: number): Promise<CreditIntent | null> {
  const [intent] = await ctx.db.select().from(creditIntents).where(eq(creditIntents.id, id));
  return intent ?? null;
}

/** The same, held until the transaction ends. Lock the wallet first where both are needed. */
export async function lockIntent(tx: Context, id: number): Promise<CreditIntent | null> {
  const [intent] = await tx.db.select().from(creditIntents).where(eq(creditIntents.id, id)).for('update');
  return intent ?? null;
}
