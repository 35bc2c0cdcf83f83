import { eq } from 'drizzle-orm';
import { customerLinks } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { NotFoundError } from '../../errors.ts';
import { linkTokenOf } from './link-token.ts';

/**
 * The address of a customer's page with its token behind the '#', which browsers send to nobody. Null where the
 * environment does not say at what address pages are found.
 */
export function customerLinkUrl({ env }: Pick<Context, 'env'>, token: string): string | null {
  return env.publicUrl === undefined ? null : `${env.publicUrl}/account#${token}`;
}

/** The address of a link that was issued before, for a message that is sent only now. @throws NotFoundError */
export async function addressOfLink(ctx: Context, { id }: { id: number }): Promise<string | null> {
  const [link] = await ctx.db
    .select({ seed: customerLinks.seed })
    .from(customerLinks)
    .where(eq(customerLinks.id, id));
  if (!link) throw new NotFoundError('customer link', { id });
  return customerLinkUrl(ctx, linkTokenOf(ctx.secrets, link.seed));
}
