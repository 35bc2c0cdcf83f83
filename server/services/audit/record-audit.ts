import assert from 'node:assert/strict';
import { auditLog } from '#shared/schema/index.ts';
import { type Actor, actorKey, type Context } from '../../context.ts';
import { redact } from '../../redact.ts';
import type { AuditAction } from './actions.ts';
import type { Fields } from './changed-fields.ts';

export interface AuditRecord {
  action: AuditAction;
  /** What it was done to: 'settings', 'server:7', 'customer:11'. */
  subject: string;
  before?: Fields | null;
  after?: Fields | null;
  /** Where the request came from, when nobody is signed in yet; else the actor knows. */
  origin?: { address: string | null; requestId: string | null };
}

/**
 * Writes who did what, in the caller's transaction: it stands or falls with the change itself. Secrets are
 * masked by name, money is written as decimal micros. Throws an AssertionError outside a transaction.
 */
export async function recordAudit(ctx: Context, record: AuditRecord): Promise<void> {
  assert(ctx.inTransaction, 'An audit entry belongs to the transaction of its change');
  const { actor } = ctx;
  await ctx.db.insert(auditLog).values({
    at: ctx.clock.now(),
    actor: actorKey(actor),
    actorName: actor.name,
    ...(record.origin ?? originOf(actor)),
    action: record.action,
    subject: record.subject,
    before: storable(record.before),
    after: storable(record.after),
  });
}

function originOf(actor: Actor): { address: string | null; requestId: string | null } {
  if (actor.kind === 'system') return { address: null, requestId: null };
  return { address: actor.address, requestId: actor.requestId };
}

function storable(fields: Fields | null | undefined): Fields | null {
  return fields ? redact(fields) : null;
}
