import { sql } from 'drizzle-orm';
import type { Micros } from '#shared/billing/money.ts';
import type { Context } from '../../context.ts';
import { type NamedServers, namedServers } from '../notices/named-servers.ts';
import { notify } from '../notices/notify.ts';
import type { ClaimedWish } from './claim-wish.ts';

/**
 * Tells a customer once, and only when the last server of a decision was seen to be as it was wished: in one message,
 * with those that we did it to. Deletions are told when they are asked for.
 */
export async function tellSettled(tx: Context, { serverId, customerId, wanted }: ClaimedWish): Promise<void> {
  if (wanted === 'deleted') return;
  // In a statement of its own: of two that settle at once, each would find the other's still open, and nobody would tell.
  await tx.db.execute(sql`SELECT pg_advisory_xact_lock(hashtext('tell-settled'), ${customerId}::int)`);
  const { rows } = await tx.db.execute<{
    customer_id: number;
    decided_at: Date;
    balance: Micros;
    servers: NamedServers;
  }>(sql`
    SELECT w.customer_id, w.decided_at, coalesce(max(a.balance_micros), 0) AS balance,
      ${namedServers(sql`s.id`)} AS servers
    FROM panel_wishes it JOIN panel_wishes w ON w.customer_id = it.customer_id AND w.decided_at = it.decided_at
      AND w.wanted = ${wanted} AND w.outcome = 'done'
    JOIN servers s ON s.id = w.server_id LEFT JOIN accounts a ON a.customer_id = w.customer_id
    WHERE it.server_id = ${serverId} AND NOT EXISTS (SELECT FROM panel_wishes o WHERE o.customer_id = it.customer_id
      AND o.decided_at = it.decided_at AND o.applied_version < o.version)
    GROUP BY w.customer_id, w.decided_at`);
  const [told] = rows;
  if (!told) return;
  const event = wanted === 'suspended' ? 'server.suspended' : 'server.unsuspended';
  await notify(tx, {
    event,
    customerId: told.customer_id,
    key: `${event}:${told.customer_id}:${told.decided_at.toISOString()}`,
    facts: { servers: told.servers, balance: told.balance },
  });
}
