import { and, desc, eq, gte, lt } from 'drizzle-orm';
import type { audit } from '#shared/api/audit.ts';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import { auditLog, auditSeals } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { InvalidInputError } from '../../errors.ts';

type AuditPage = OutputOf<typeof audit.list>;

/** What was changed, newest first. Not counted: the log only grows. Throws 'invalid_input' for a foreign cursor. */
export async function listAudit(ctx: Context, input: InputOf<typeof audit.list>): Promise<AuditPage> {
  const { rows, nextCursor } = await listSealedAudit(ctx, input);
  return { rows: rows.map(({ requestId: _, seal: __, ...row }) => row), nextCursor, total: null };
}

/** The same with the request of each entry and its seal, as files want them. */
export async function listSealedAudit(ctx: Context, input: InputOf<typeof audit.list>) {
  const rows = await ctx.db
    .select({
      id: auditLog.id,
      at: auditLog.at,
      actor: auditLog.actor,
      actorName: auditLog.actorName,
      address: auditLog.address,
      requestId: auditLog.requestId,
      action: auditLog.action,
      subject: auditLog.subject,
      before: auditLog.before,
      after: auditLog.after,
      seal: auditSeals.hash,
    })
    .from(auditLog)
    .leftJoin(auditSeals, eq(auditSeals.auditId, auditLog.id))
    .where(and(...conditionsOf(input)))
    .orderBy(desc(auditLog.id))
    .limit(input.limit + 1);
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > page.length && last ? String(last.id) : null };
}

function conditionsOf({ action, subject, actor, from, until, cursor }: InputOf<typeof audit.list>) {
  return [
    action === undefined ? undefined : eq(auditLog.action, action),
    subject === undefined ? undefined : eq(auditLog.subject, subject),
    actor === undefined ? undefined : eq(auditLog.actor, actor),
    from === undefined ? undefined : gte(auditLog.at, from),
    until === undefined ? undefined : lt(auditLog.at, until),
    cursor === undefined ? undefined : lt(auditLog.id, idOf(cursor)),
  ];
}

function idOf(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor))
    throw new InvalidInputError('cursor', 'Use the nextCursor of the page before');
  return Number(cursor);
}
