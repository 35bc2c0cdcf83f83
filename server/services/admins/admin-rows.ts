import { type SQL, sql } from 'drizzle-orm';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { admins } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';

export type AdminAccount = OutputOf<typeof api.admins.disable>;

/** Admins as an owner sees them. The last sign-in is that of the audit log, by its index. */
export async function findAdmins(
  ctx: Context,
  { where, limit }: { where: SQL | undefined; limit: number },
): Promise<AdminAccount[]> {
  const rows = await ctx.db
    .select({
      id: admins.id,
      email: admins.email,
      name: admins.name,
      role: admins.role,
      createdAt: admins.createdAt,
      disabledAt: admins.disabledAt,
      secondFactor: sql<boolean>`EXISTS (SELECT FROM admin_second_factors f
        WHERE f.admin_id = admins.id AND f.confirmed_at IS NOT NULL)`,
      lastSignInAt: sql<Date | string | null>`(SELECT at FROM audit_log
        WHERE subject = 'admin:' || admins.id AND action = 'admin.signed_in' ORDER BY id DESC LIMIT 1)`,
    })
    .from(admins)
    .where(where)
    .orderBy(admins.id)
    .limit(limit);
  return rows.map((row) => ({
    ...row,
    lastSignInAt: row.lastSignInAt === null ? null : new Date(row.lastSignInAt),
  }));
}
