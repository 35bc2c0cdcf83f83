import { eq } from 'drizzle-orm';
import { accounts } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';

/** The id of an account that the migrations made. @throws Error when it is missing: the database is not ours. */
export async function findAccount(ctx: Context, code: string): Promise<number> {
  const [account] = await ctx.db.select({ id: accounts.id }).from(accounts).where(eq(accounts.code, code));
  if (!account) throw new Error(`The account ${code} is missing; its migration was not applied`);
  return account.id;
}
