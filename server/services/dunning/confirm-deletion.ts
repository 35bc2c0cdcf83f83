import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { actorKey, type Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { ConflictError, InvalidInputError, RefusedError } from '../../errors.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { wishDeleted } from '../panel-wishes/wish-servers.ts';
import { getServerAtPanel } from './get-server-at-panel.ts';
import { findOpenDeletion, lockServer, refuseEarlyDeletion } from './open-deletion.ts';

type AtPanel = OutputOf<typeof api.dunning.confirmDeletion>;

/**
 * The second step, by a person who writes the server's name: VirtFusion is to delete it, for good. Everything is looked
 * at again under the lock of the wallet. @throws NotFoundError; ConflictError without a first step; RefusedError before
 * its day, or when it may not be deleted any more; InvalidInputError for another name
 */
export async function confirmDeletion(
  ctx: Context,
  { id, serverName }: InputOf<typeof api.dunning.confirmDeletion>,
): Promise<AtPanel> {
  return withTransaction(ctx, async (tx) => {
    const server = await lockServer(tx, id);
    const open = await findOpenDeletion(tx, id);
    if (!open) {
      const known = await getServerAtPanel(tx, { id });
      if (known.deletion?.confirmedAt) return known;
      throw new ConflictError('Nobody has asked for its deletion: that is the first step.', { serverId: id });
    }
    if (tx.actor.kind === 'token')
      throw new RefusedError('A token is no person: confirm it signed in as an admin.');
    if (tx.clock.now() < open.confirmable_at) {
      const at = open.confirmable_at.toISOString();
      throw new RefusedError(`It can be confirmed from ${at} on, a day after it was asked for.`, {
        confirmableAt: at,
      });
    }
    if (serverName !== server.name)
      throw new InvalidInputError('serverName', 'Write the name of the server exactly');
    await refuseEarlyDeletion(tx, id);
    await tx.db.execute(sql`
      UPDATE server_deletions SET confirmed_at = ${tx.clock.now().toISOString()}::timestamptz,
        confirmed_by = ${actorKey(tx.actor)}, confirmed_by_name = ${tx.actor.name} WHERE id = ${open.id}`);
    await wishDeleted(tx, { serverId: id, reason: open.reason });
    await recordAudit(tx, {
      action: 'server.deletion_confirmed',
      subject: `server:${id}`,
      before: null,
      after: { reason: open.reason, name: server.name },
    });
    return getServerAtPanel(tx, { id });
  });
}
