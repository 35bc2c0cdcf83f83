import { type SQL, sql } from 'drizzle-orm';
import { actorKey, type Context } from '../../context.ts';
import { enqueueCarryOut } from '../../jobs/enqueue.ts';
import { isExemptAt } from '../servers/load-exemptions.ts';
import { idList } from '../uptime/rows-as-table.ts';

/** Servers `s` that a debt can be about: there, and billed by us. */
export function canBeSuspended(at: Date): SQL {
  return sql`s.gone_at IS NULL AND s.state IS DISTINCT FROM 'native' AND NOT ${isExemptAt(at)}`;
}

/**
 * Wishes every server of these customers suspended that is not wished so already; one that somebody else had suspended
 * is wished again once it was seen free. In the transaction that decides it. Returns how many wishes changed.
 */
export async function wishSuspended(
  tx: Context,
  { customerIds, reason }: { customerIds: readonly number[]; reason: string },
): Promise<number> {
  if (customerIds.length === 0) return 0;
  const now = tx.clock.now();
  const { rowCount } = await tx.db.execute(sql`
    INSERT INTO panel_wishes AS w (server_id, customer_id, wanted, reason, decided_by, decided_at)
    SELECT s.id, s.customer_id, 'suspended', ${reason}, ${actorKey(tx.actor)}, ${now.toISOString()}::timestamptz
    FROM servers s WHERE s.customer_id = ANY(${idList(customerIds)}) AND ${canBeSuspended(now)}
    ON CONFLICT (server_id) DO UPDATE SET ${changedTo('suspended')}
    WHERE w.wanted = 'free' OR (w.wanted = 'suspended' AND w.applied_version = w.version AND (w.customer_id <> excluded.customer_id
      OR (w.outcome = 'not_ours' AND NOT (SELECT suspended FROM servers WHERE id = w.server_id))))`);
  return rowCount ?? 0;
}

/** Wishes free what is wished suspended, or deleted, of servers that these customers have now. Returns how many wishes changed. */
export async function wishFree(
  tx: Context,
  { customerIds, reason }: { customerIds: readonly number[]; reason: string },
): Promise<number> {
  if (customerIds.length === 0) return 0;
  const { rowCount } = await tx.db.execute(sql`
    UPDATE panel_wishes w SET wanted = 'free', version = w.version + 1, customer_id = s.customer_id, reason = ${reason},
      decided_by = ${actorKey(tx.actor)}, decided_at = ${tx.clock.now().toISOString()}::timestamptz,
      outcome = NULL, settled_at = NULL, attempts = 0, last_error = NULL, not_before = NULL
    FROM servers s WHERE s.id = w.server_id AND s.customer_id = ANY(${idList(customerIds)}) 
      -- A deletion that VirtFusion has already can be taken back by nobody.
      AND (w.wanted = 'suspended' OR (w.wanted = 'deleted' AND w.applied_version < w.version))`);
  return rowCount ?? 0;
}

/**
 * Has VirtFusion asked again about servers that we suspended and a sweep saw free: somebody may have taken them over.
 * The sweep alone is not believed, for it may have read its page before we suspended.
 */
export async function doubtWishes(tx: Context, customerIds: readonly number[]): Promise<number> {
  const { rowCount } = await tx.db.execute(sql`
    UPDATE panel_wishes w SET version = w.version + 1, outcome = NULL, settled_at = NULL, not_before = NULL
    FROM servers s WHERE s.id = w.server_id AND s.customer_id = ANY(${idList(customerIds)}) AND w.wanted = 'suspended'
      AND w.applied_version = w.version AND w.ours_since IS NOT NULL AND NOT s.suspended AND s.gone_at IS NULL`);
  return rowCount ?? 0;
}

function changedTo(wanted: 'suspended'): SQL {
  return sql`wanted = ${wanted}, version = w.version + 1, customer_id = excluded.customer_id, reason = excluded.reason,
    decided_by = excluded.decided_by, decided_at = excluded.decided_at, outcome = NULL, settled_at = NULL, attempts = 0,
    last_error = NULL, not_before = NULL`;
}

/** Wishes a server deleted that two steps of people decided; in their transaction. */
export async function wishDeleted(
  tx: Context,
  { serverId, reason }: { serverId: number; reason: string },
): Promise<void> {
  await tx.db.execute(sql`
    UPDATE panel_wishes SET wanted = 'deleted', version = version + 1, reason = ${reason},
      decided_by = ${actorKey(tx.actor)}, decided_at = ${tx.clock.now().toISOString()}::timestamptz,
      outcome = NULL, settled_at = NULL, attempts = 0, last_error = NULL, not_before = NULL
    WHERE server_id = ${serverId}`);
  await enqueueCarryOut(tx);
}
