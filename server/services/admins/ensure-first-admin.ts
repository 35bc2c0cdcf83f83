import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { admins } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { newAdmin } from './create-admin.ts';
import { insertAdmin } from './insert-admin.ts';
import { hashPassword } from './passwords.ts';

/** Advisory lock of the first admin: instances that start together make one, not one each. */
const LOCK = 7004;
const DEFAULT_EMAIL = 'admin@example.com';

/**
 * Makes the first owner if there is no admin at all, from ADMIN_EMAIL and ADMIN_PASSWORD where they are set.
 * `password` is the generated one, to be shown once, or null when it came from the environment. Null: nothing
 * was to be done.
 */
export async function ensureFirstAdmin(
  ctx: Context,
): Promise<{ email: string; password: string | null } | null> {
  return withTransaction(ctx, async (tx) => {
    await tx.db.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
    const [anyone] = await tx.db.select({ id: admins.id }).from(admins).limit(1);
    if (anyone) return null;
    const generated = ctx.env.adminPassword ? null : randomBytes(15).toString('base64url');
    // Whoever sets the environment holds the database too: their password is measured, and not judged.
    const { password, ...admin } = newAdmin.parse({
      email: ctx.env.adminEmail ?? DEFAULT_EMAIL,
      name: 'First admin',
      role: 'owner',
      password: ctx.env.adminPassword ?? generated ?? '',
    });
    const { email } = await insertAdmin(tx, { ...admin, passwordHash: await hashPassword(password) });
    return { email, password: generated };
  });
}
