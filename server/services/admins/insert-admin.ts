import type { Role } from '#shared/auth/roles.ts';
import { admins } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { sqlState, withTransaction } from '../../db/transaction.ts';
import { ConflictError } from '../../errors.ts';
import { recordAudit } from '../audit/record-audit.ts';

const UNIQUE_VIOLATION = '23505';

/** Writes a new admin and the audit entry of it. @throws ConflictError if the e-mail is taken, in any case of letters */
export async function insertAdmin(
  ctx: Context,
  { passwordHash, ...admin }: { email: string; name: string; role: Role; passwordHash: string },
): Promise<{ id: number; email: string }> {
  try {
    return await withTransaction(ctx, async (tx) => {
      const [row] = await tx.db
        .insert(admins)
        .values({ ...admin, passwordHash, createdAt: ctx.clock.now() })
        .returning({ id: admins.id, email: admins.email });
      if (!row) throw new Error('The database added an admin and did not say which');
      await recordAudit(tx, { action: 'admin.created', subject: `admin:${row.id}`, after: admin });
      return row;
    });
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
    throw new ConflictError(`There is an admin with the e-mail ${admin.email} already.`, {
      email: admin.email,
    });
  }
}
