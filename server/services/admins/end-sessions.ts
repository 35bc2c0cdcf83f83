import { and, eq, ne, sql } from 'drizzle-orm';
import { adminSessions, admins } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';

/** Sessions of an admin; the id in a session is text, as JSON gives it out. */
export const sessionsOf = (adminId: number) =>
  eq(sql`(${adminSessions.sess} ->> 'adminId')`, String(adminId));

/** What a session is called outside of the database: its own id opens it, this one does not. */
export const publicSessionId = sql<string>`encode(sha256(convert_to(${adminSessions.sid}, 'UTF8')), 'hex')`;

/**
 * Ends every session of an admin, in the caller's transaction: the era moves on, so that one that is being written
 * just now is over too. Tells the new era.
 */
export async function endAllSessions(tx: Context, { adminId }: { adminId: number }): Promise<number> {
  const [admin] = await tx.db
    .update(admins)
    .set({ sessionEra: sql`${admins.sessionEra} + 1` })
    .where(eq(admins.id, adminId))
    .returning({ era: admins.sessionEra });
  if (!admin) throw new Error(`The sessions of admin ${adminId}, who is not there, cannot be ended`);
  await tx.db.delete(adminSessions).where(sessionsOf(adminId));
  return admin.era;
}

/** Ends the sessions of an admin that are not `kept`, or only the one `named`; tells how many there were. */
export async function endSessions(
  tx: Context,
  { adminId, kept, named }: { adminId: number; kept?: string; named?: string },
): Promise<number> {
  const { rowCount } = await tx.db
    .delete(adminSessions)
    .where(
      and(
        sessionsOf(adminId),
        kept === undefined ? undefined : ne(publicSessionId, kept),
        named === undefined ? undefined : eq(publicSessionId, named),
      ),
    );
  return rowCount ?? 0;
}
