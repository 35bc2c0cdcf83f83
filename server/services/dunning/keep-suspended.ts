import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { RefusedError } from '../../errors.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { recordAct } from '../panel-wishes/settle-wish.ts';
import { getServerAtPanel } from './get-server-at-panel.ts';

/**
 * Says that a server we suspended stays so whatever its customer pays: VirtFusion shows who suspended as little as it
 * shows a second reason. From here on it is not ours to unsuspend. A repeat changes nothing.
 * @throws NotFoundError; RefusedError when it is not suspended by us
 */
export async function keepSuspended(
  ctx: Context,
  { id, reason }: InputOf<typeof api.dunning.keepSuspended>,
): Promise<OutputOf<typeof api.dunning.keepSuspended>> {
  return withTransaction(ctx, async (tx) => {
    const before = await getServerAtPanel(tx, { id });
    if (before.wish?.outcome === 'kept') return before;
    const { rows } = await tx.db.execute<{ version: number }>(sql`
      UPDATE panel_wishes SET version = version + 1, applied_version = version + 1, outcome = 'kept', ours_since = NULL,
        was_running = NULL, released_at = NULL, sent_action = NULL, sent_at = NULL,
        settled_at = ${tx.clock.now().toISOString()}::timestamptz
      WHERE server_id = ${id}::bigint AND wanted = 'suspended' AND ours_since IS NOT NULL AND applied_version = version
      RETURNING version`);
    const [kept] = rows;
    if (!kept) throw new RefusedError('It is not suspended by us, so nothing of ours would bring it back.');
    await recordAct(tx, { serverId: id, version: kept.version }, 'kept', `It stays suspended: ${reason}`);
    await recordAudit(tx, {
      action: 'server.kept_suspended',
      subject: `server:${id}`,
      before: { oursSince: before.wish?.oursSince ?? null },
      after: { reason },
    });
    return getServerAtPanel(tx, { id });
  });
}
