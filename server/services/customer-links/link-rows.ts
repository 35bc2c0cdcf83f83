import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { customerLinks } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { nameOfActor } from '../audit/name-of-actor.ts';

export type CustomerLink = OutputOf<typeof api.customerLinks.revoke>;
type LinkRow = typeof customerLinks.$inferSelect;

/** Links as an admin sees them: whether they open anything now, and who gave and withdrew them, by name. */
export async function findLinks(
  ctx: Context,
  { where, order, limit }: { where: SQL | undefined; order: SQL; limit: number },
): Promise<CustomerLink[]> {
  const rows = await ctx.db
    .select({
      ...getTableColumns(customerLinks),
      issuedBy: sql<string>`${nameOfActor(sql`${customerLinks.issuedBy}`)}`,
      revokedBy: sql<string | null>`${nameOfActor(sql`${customerLinks.revokedBy}`)}`,
    })
    .from(customerLinks)
    .where(where)
    .orderBy(order)
    .limit(limit);
  return rows.map(({ seed: _seed, tokenHash: _hash, idempotencyKey: _key, ...row }) => ({
    ...row,
    status: linkStatus(row, ctx.clock.now()),
  }));
}

/** Whether a link opens anything at `now`. One that was withdrawn stays withdrawn, however late it is. */
export function linkStatus(
  { revokedAt, expiresAt }: Pick<LinkRow, 'revokedAt' | 'expiresAt'>,
  now: Date,
): CustomerLink['status'] {
  if (revokedAt) return 'revoked';
  return expiresAt <= now ? 'expired' : 'open';
}
