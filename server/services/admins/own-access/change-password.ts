import { eq } from 'drizzle-orm';
import type { InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { admins } from '#shared/schema/index.ts';
import type { Context } from '../../../context.ts';
import { withTransaction } from '../../../db/transaction.ts';
import { InvalidInputError } from '../../../errors.ts';
import { recordAudit } from '../../audit/record-audit.ts';
import { isOwnPassword } from '../confirm-identity.ts';
import { endAllSessions } from '../end-sessions.ts';
import { judgePassword } from '../judge-password.ts';
import { hashPassword } from '../passwords.ts';
import { tellSignInChanged } from '../tell-sign-in-changed.ts';
import { personOf } from './person-of.ts';

/**
 * Changes the password of whoever is signed in, and ends all their sessions: the caller begins the next one, in the
 * era that is told.
 * @throws InvalidInputError for the field `current` when that is not their password, for `password` when it is easy
 *   to guess or the same; RefusedError for a token
 */
export async function changePassword(
  ctx: Context,
  { current, password }: InputOf<typeof api.self.changePassword>,
): Promise<{ id: number; sessionEra: number }> {
  const { id, name } = personOf(ctx);
  if (!(await isOwnPassword(ctx, { id, password: current }))) {
    throw new InvalidInputError('current', 'This is not your password.');
  }
  if (current === password) throw new InvalidInputError('password', 'This is the password you have already.');
  const [admin] = await ctx.db.select({ email: admins.email }).from(admins).where(eq(admins.id, id));
  await judgePassword(password, { name, email: admin?.email ?? '' });
  const passwordHash = await hashPassword(password);
  return withTransaction(ctx, async (tx) => {
    await tx.db.update(admins).set({ passwordHash }).where(eq(admins.id, id));
    await recordAudit(tx, { action: 'admin.password_changed', subject: `admin:${id}` });
    await tellSignInChanged(tx, id, 'password');
    return { id, sessionEra: await endAllSessions(tx, { adminId: id }) };
  });
}
