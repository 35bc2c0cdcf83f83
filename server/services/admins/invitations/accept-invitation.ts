import { eq } from 'drizzle-orm';
import type { auth } from '#shared/api/auth.ts';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import { adminInvitations } from '#shared/schema/index.ts';
import type { Context } from '../../../context.ts';
import { withTransaction } from '../../../db/transaction.ts';
import { AppError } from '../../../errors.ts';
import { tokenHash } from '../../../secrets/seeded-token.ts';
import { recordAudit } from '../../audit/record-audit.ts';
import { insertAdmin } from '../insert-admin.ts';
import { judgePassword } from '../judge-password.ts';
import { hashPassword } from '../passwords.ts';
import type { Entered, Origin } from '../sign-in.ts';
import { type Invitation, invitationStatus } from './invitation-rows.ts';

type Row = typeof adminInvitations.$inferSelect;

/** Whom an invitation is for. @throws AppError 'unauthenticated' for one that opens nothing, with why */
export async function readInvitation(
  ctx: Context,
  { token }: InputOf<typeof auth.readInvitation>,
): Promise<OutputOf<typeof auth.readInvitation>> {
  const { email, role, expiresAt } = await find(ctx, token);
  return { email, role, expiresAt };
}

/**
 * Makes the admin of an invitation, with the name and the password they chose; it opens nothing afterwards.
 * @throws AppError 'unauthenticated' for one that opens nothing; InvalidInputError for a password that is easy to
 *   guess; ConflictError when the e-mail was taken meanwhile
 */
export async function acceptInvitation(
  ctx: Context,
  { token, name, password }: InputOf<typeof auth.acceptInvitation>,
  origin: Origin,
): Promise<Entered> {
  const { email } = await find(ctx, token);
  await judgePassword(password, { email, name });
  const passwordHash = await hashPassword(password);
  return withTransaction(ctx, async (tx) => {
    const { id: invitationId, role } = await find(tx, token, { locked: true });
    const { id } = await insertAdmin(tx, { email, name, role, passwordHash });
    const acceptedAt = tx.clock.now();
    await tx.db
      .update(adminInvitations)
      .set({ acceptedAt, adminId: id })
      .where(eq(adminInvitations.id, invitationId));
    const asAdmin: Context = { ...tx, actor: { kind: 'admin', id, name, role, ...origin } };
    await recordAudit(asAdmin, {
      action: 'admin.invitation_accepted',
      subject: `invitation:${invitationId}`,
    });
    await recordAudit(asAdmin, { action: 'admin.signed_in', subject: `admin:${id}` });
    return { id, email, name, role, sessionEra: 0 };
  });
}

async function find(ctx: Context, token: string, { locked = false } = {}): Promise<Row> {
  const its = eq(adminInvitations.tokenHash, tokenHash(token));
  const query = ctx.db.select().from(adminInvitations).where(its);
  const [row] = locked ? await query.for('update') : await query;
  const status = row ? invitationStatus(row, ctx.clock.now()) : 'unknown';
  if (row && status === 'open') return row;
  throw new AppError('unauthenticated', sentences[status === 'open' ? 'unknown' : status], {
    facts: { invitation: status },
  });
}

const sentences: Record<Exclude<Invitation['status'], 'open'> | 'unknown', string> = {
  unknown: 'This invitation is not one of ours, or is not whole. Open it again as it was sent to you.',
  expired: 'This invitation has expired. Ask for a new one.',
  revoked: 'This invitation was withdrawn. Ask for a new one.',
  accepted: 'This invitation was accepted already. Sign in with the password you chose.',
};
