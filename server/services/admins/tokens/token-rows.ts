import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { apiTokens } from '#shared/schema/index.ts';
import type { Context } from '../../../context.ts';

export type ApiToken = OutputOf<typeof api.tokens.revoke>;

/** Tokens as an owner sees them: whether they open anything now, and who made them; never their hashes. */
export async function findTokenRows(
  ctx: Context,
  { where, order, limit }: { where: SQL | undefined; order: SQL; limit: number },
): Promise<ApiToken[]> {
  const rows = await ctx.db
    .select({
      ...getTableColumns(apiTokens),
      madeBy: sql<string>`coalesce((SELECT name FROM admins WHERE id = ${apiTokens.createdBy}), 'a script')`,
    })
    .from(apiTokens)
    .where(where)
    .orderBy(order)
    .limit(limit);
  const now = ctx.clock.now();
  return rows.map(({ tokenHash: _hash, idempotencyKey: _key, createdBy: _by, ...row }) => ({
    ...row,
    status: row.revokedAt ? 'revoked' : row.expiresAt && row.expiresAt <= now ? 'expired' : 'open',
  }));
}
