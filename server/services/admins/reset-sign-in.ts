import { sql } from 'drizzle-orm';
import type { Role } from '#shared/auth/roles.ts';
import { admins } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { NotFoundError } from '../../errors.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { endAllSessions } from './end-sessions.ts';
import { hashPassword } from './passwords.ts';
import { takeSecondFactor } from './second-factor/set-up-second-factor.ts';
import { tellSignInChanged } from './tell-sign-in-changed.ts';

/**
 * For whoever holds the machine, when the last owner lost their password or their phone: a new password, no second
 * factor, enabled again, every session ended. @throws NotFoundError without an admin of that e-mail
 */
export async function resetSignIn(
  ctx: Context,
  { email, password }: { email: string; password: string },
): Promise<{ email: string; role: Role }> {
  const passwordHash = await hashPassword(password);
  return withTransaction(ctx, async (tx) => {
    const [admin] = await tx.db
      .update(admins)
      .set({ passwordHash, disabledAt: null })
      .where(sql`lower(${admins.email}) = lower(${email})`)
      .returning({ id: admins.id, email: admins.email, role: admins.role });
    if (!admin) throw new NotFoundError('admin', { email });
    await takeSecondFactor(tx, admin.id);
    await endAllSessions(tx, { adminId: admin.id });
    await recordAudit(tx, { action: 'admin.sign_in_reset', subject: `admin:${admin.id}` });
    await tellSignInChanged(tx, admin.id, 'reset');
    return { email: admin.email, role: admin.role };
  });
}
