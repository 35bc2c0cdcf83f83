import { and, desc, eq, lt } from 'drizzle-orm';
import type { audit } from '#shared/api/audit.ts';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import { auditLog } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { InvalidInputError } from '../../errors.ts';

/** What was changed, newest first. Not counted: the log only grows. Throws 'invalid_input' for a foreign cursor. */
export async function listAudit(
  ctx: Context,
  input: InputOf<typeof audit.list>,
): Promise<OutputOf<typeof audit.list>> {
  const rows = await ctx.db
    .select({
      id: auditLog.id,
      at: auditLog.at,
      actor: auditLog.actor,
      actorName: auditLog.actorName,
      address: auditLog.address,
      action: auditLog.action,
      subject: auditLog.subject,
      before: auditLog.before,
      after: auditLog.after,
    })
    .from(auditLog)
    .where(
      and(
        input.action === undefined ? undefined : eq(auditLog.action, input.action),
        input.subject === undefined ? undefined : eq(auditLog.subject, input.subject),
        input.cursor === undefined ? undefined : lt(auditLog.id, idOf(input.cursor)),
      ),
    )
    .orderBy(desc(auditLog.id))
    .limit(input.limit + 1);
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > page.length && last ? String(last.id) : null, total: null };
}

function idOf(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor))
    throw new InvalidInputError('cursor', 'Use the nextCursor of the page before');
  return Number(cursor);
}
