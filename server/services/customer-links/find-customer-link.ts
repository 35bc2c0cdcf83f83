import { and, eq, isNull, lt, or } from 'drizzle-orm';
import { customerLinks, customers } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { tokenHash } from '../../secrets/seeded-token.ts';
import { linkStatus } from './link-rows.ts';
import { looksLikeLinkToken } from './link-token.ts';

const NOTE_USE_EVERY_MS = 60_000;

/** Whom a link speaks for. */
export interface LinkHolder {
  linkId: number;
  customerId: number;
  name: string;
}

/**
 * The customer whose link a token is, judged anew at every request. Notes its use, once a minute at most.
 * @throws AppError 'unauthenticated' for one that is unknown, expired or withdrawn, each in its own words
 */
export async function findCustomerLink(ctx: Context, token: string): Promise<LinkHolder> {
  if (!looksLikeLinkToken(token)) throw refusal('unknown');
  const [link] = await ctx.db
    .select({
      linkId: customerLinks.id,
      customerId: customerLinks.customerId,
      name: customers.name,
      expiresAt: customerLinks.expiresAt,
      revokedAt: customerLinks.revokedAt,
    })
    .from(customerLinks)
    .innerJoin(customers, eq(customers.id, customerLinks.customerId))
    .where(eq(customerLinks.tokenHash, tokenHash(token)));
  const now = ctx.clock.now();
  const status = link ? linkStatus(link, now) : 'unknown';
  if (!link || status !== 'open') throw refusal(status);
  await noteUse(ctx, link.linkId, now);
  const { linkId, customerId } = link;
  return { linkId, customerId, name: link.name ?? `Customer ${customerId}` };
}

type Refused = 'unknown' | 'expired' | 'revoked' | 'open';

const sentences: Record<Exclude<Refused, 'open'>, string> = {
  unknown: 'This link is not one of ours, or is not whole. Open it again as it was sent to you.',
  expired: 'This link has expired. Ask for a new one.',
  revoked: 'This link was withdrawn. Ask for a new one.',
};

function refusal(status: Refused): AppError {
  const link = status === 'open' ? 'unknown' : status;
  return new AppError('unauthenticated', sentences[link], { facts: { link } });
}

async function noteUse(ctx: Context, id: number, now: Date): Promise<void> {
  const stale = new Date(now.getTime() - NOTE_USE_EVERY_MS);
  await ctx.db
    .update(customerLinks)
    .set({ lastUsedAt: now })
    .where(
      and(
        eq(customerLinks.id, id),
        or(isNull(customerLinks.lastUsedAt), lt(customerLinks.lastUsedAt, stale)),
      ),
    );
}
