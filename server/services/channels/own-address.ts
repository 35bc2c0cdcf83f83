import { eq } from 'drizzle-orm';
import { admins } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { InvalidInputError } from '../../errors.ts';

/** The mail address of whoever asks. @throws InvalidInputError under 'to' for a token, which has none */
export async function ownAddress(ctx: Context): Promise<string> {
  const refused = new InvalidInputError('to', 'Say whom to write to: a token has no mail address');
  if (ctx.actor.kind !== 'admin') throw refused;
  const [admin] = await ctx.db
    .select({ email: admins.email })
    .from(admins)
    .where(eq(admins.id, ctx.actor.id));
  if (!admin) throw refused;
  return admin.email;
}
