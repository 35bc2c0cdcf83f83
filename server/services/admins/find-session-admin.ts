import { and, eq, isNull } from 'drizzle-orm';
import type { Role } from '#shared/auth/roles.ts';
import { admins } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';

export interface AdminOnDuty {
  id: number;
  name: string;
  role: Role;
}

/** The admin a session belongs to, as they are now: a changed role counts at once, a disabled admin is nobody. */
export async function findSessionAdmin(ctx: Context, adminId: number): Promise<AdminOnDuty | null> {
  const [admin] = await ctx.db
    .select({ id: admins.id, name: admins.name, role: admins.role })
    .from(admins)
    .where(and(eq(admins.id, adminId), isNull(admins.disabledAt)));
  return admin ?? null;
}
