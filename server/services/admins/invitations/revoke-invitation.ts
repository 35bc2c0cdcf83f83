import { eq, sql } from 'drizzle-orm';
import type { InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { adminInvitations } from '#shared/schema/index.ts';
import { actorKey, type Context } from '../../../context.ts';
import { withTransaction } from '../../../db/transaction.ts';
import { NotFoundError, RefusedError } from '../../../errors.ts';
import { recordAudit } from '../../audit/record-audit.ts';
import { findInvitations, type Invitation } from './invitation-rows.ts';

/** Withdraws an invitation. A repeat changes nothing. @throws NotFoundError; RefusedError once it was accepted */
export async function revokeInvitation(
  ctx: Context,
  { id }: InputOf<typeof api.invitations.revoke>,
): Promise<Invitation> {
  return withTransaction(ctx, async (tx) => {
    const its = eq(adminInvitations.id, sql`${id}::bigint`);
    const [row] = await tx.db.select().from(adminInvitations).where(its).for('update');
    if (!row) throw new NotFoundError('invitation', { id });
    if (row.acceptedAt) throw new RefusedError('It was accepted already: disable the admin instead.');
    if (!row.revokedAt) {
      const revokedAt = tx.clock.now();
      await tx.db
        .update(adminInvitations)
        .set({ revokedAt, revokedBy: actorKey(tx.actor) })
        .where(its);
      await recordAudit(tx, {
        action: 'admin.invitation_revoked',
        subject: `invitation:${id}`,
        after: { email: row.email, revokedAt: revokedAt.toISOString() },
      });
    }
    const [after] = await findInvitations(tx, { where: its, limit: 1 });
    if (!after) throw new Error('a row that is locked is there to be read');
    return after;
  });
}
