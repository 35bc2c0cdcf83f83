import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { LONGEST_SERVER_NAME } from '#shared/notices/facts.ts';
import { serverDeletions } from '#shared/schema/index.ts';
import { actorKey, type Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { notify } from '../notices/notify.ts';
import { getServerAtPanel } from './get-server-at-panel.ts';
import { findOpenDeletion, lockServer, refuseEarlyDeletion } from './open-deletion.ts';

type AtPanel = OutputOf<typeof api.dunning.requestDeletion>;

const DAY_MS = 86_400_000;

/**
 * The first of two steps: nothing is deleted, but in a day somebody may confirm it. A repeat changes nothing.
 * @throws NotFoundError; RefusedError with the reason and, where there is one, the date
 */
export async function requestDeletion(
  ctx: Context,
  { id, reason }: InputOf<typeof api.dunning.requestDeletion>,
): Promise<AtPanel> {
  return withTransaction(ctx, async (tx) => {
    const server = await lockServer(tx, id);
    if (await findOpenDeletion(tx, id)) return getServerAtPanel(tx, { id });
    await refuseEarlyDeletion(tx, id);
    const now = tx.clock.now();
    const confirmableAt = new Date(now.getTime() + DAY_MS);
    await tx.db.insert(serverDeletions).values({
      serverId: id,
      customerId: server.customer_id,
      reason,
      requestedBy: actorKey(tx.actor),
      requestedByName: tx.actor.name,
      requestedAt: now,
      confirmableAt,
    });
    await recordAudit(tx, {
      action: 'server.deletion_requested',
      subject: `server:${id}`,
      before: null,
      after: { reason, confirmableAt },
    });
    await notify(tx, {
      event: 'deletion.scheduled',
      customerId: server.customer_id,
      key: `deletion:${id}:${now.toISOString()}`,
      facts: {
        at: confirmableAt,
        servers: [{ id, name: server.name.slice(0, LONGEST_SERVER_NAME) }],
        balance: server.balance,
      },
    });
    return getServerAtPanel(tx, { id });
  });
}
