import { z } from 'zod';
import { roles } from '#shared/auth/roles.ts';
import { admins } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { sqlState, withTransaction } from '../../db/transaction.ts';
import { ConflictError } from '../../errors.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { hashPassword } from './passwords.ts';

/** A new admin, as it is given by the script, the environment or a page. */
export const newAdmin = z.strictObject({
  email: z.email('Write an e-mail address').max(200, 'At most 200 letters'),
  name: z.string().trim().min(1, 'Write a name').max(100, 'At most 100 letters'),
  role: z.enum(roles),
  password: z.string().min(12, 'At least 12 letters').max(200, 'At most 200 letters'),
});
export type NewAdmin = z.output<typeof newAdmin>;

const UNIQUE_VIOLATION = '23505';

/** Adds an admin. Throws ZodError for what does not fit `newAdmin`, 'conflict' if the e-mail is taken. */
export async function createAdmin(ctx: Context, input: NewAdmin): Promise<{ id: number; email: string }> {
  const { password, ...admin } = newAdmin.parse(input);
  const passwordHash = await hashPassword(password);
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
