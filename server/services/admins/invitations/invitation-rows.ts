import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { adminInvitations } from '#shared/schema/index.ts';
import type { Context } from '../../../context.ts';
import { nameOfActor } from '../../audit/name-of-actor.ts';

export type Invitation = OutputOf<typeof api.invitations.revoke>;
type Row = typeof adminInvitations.$inferSelect;

/** Invitations as an owner sees them; never what their links are made from. */
export async function findInvitations(
  ctx: Context,
  { where, limit }: { where: SQL | undefined; limit: number },
): Promise<Invitation[]> {
  const rows = await ctx.db
    .select({
      ...getTableColumns(adminInvitations),
      invitedBy: sql<string>`${nameOfActor(sql`${adminInvitations.invitedBy}`)}`,
    })
    .from(adminInvitations)
    .where(where)
    .orderBy(sql`${adminInvitations.id} DESC`)
    .limit(limit);
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    role: row.role,
    status: invitationStatus(row, ctx.clock.now()),
    invitedBy: row.invitedBy,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    acceptedAt: row.acceptedAt,
  }));
}

/** Whether an invitation opens anything at `now`. What was accepted or withdrawn stays so, however late it is. */
export function invitationStatus(
  { acceptedAt, revokedAt, expiresAt }: Pick<Row, 'acceptedAt' | 'revokedAt' | 'expiresAt'>,
  now: Date,
): Invitation['status'] {
  if (acceptedAt) return 'accepted';
  if (revokedAt) return 'revoked';
  return expiresAt <= now ? 'expired' : 'open';
}
