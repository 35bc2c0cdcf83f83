import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { actorKey, type Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { getServerAtPanel } from './get-server-at-panel.ts';
import { findOpenDeletion, lockServer } from './open-deletion.ts';

type AtPanel = OutputOf<typeof api.dunning.cancelDeletion>;

/** Takes the first step back; without one nothing changes. @throws NotFoundError */
export async function cancelDeletion(
  ctx: Context,
  { id, reason }: InputOf<typeof api.dunning.cancelDeletion>,
): Promise<AtPanel> {
  return withTransaction(ctx, async (tx) => {
    await lockServer(tx, id);
    const open = await findOpenDeletion(tx, id);
    if (!open) return getServerAtPanel(tx, { id });
    await tx.db.execute(sql`
      UPDATE server_deletions SET cancelled_at = ${tx.clock.now().toISOString()}::timestamptz,
        cancelled_by = ${actorKey(tx.actor)}, cancel_reason = ${reason} WHERE id = ${open.id}`);
    await recordAudit(tx, {
      action: 'server.deletion_cancelled',
      subject: `server:${id}`,
      before: { reason: open.reason },
      after: { reason },
    });
    return getServerAtPanel(tx, { id });
  });
}
