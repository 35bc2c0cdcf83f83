import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { type NamedServers, namedServers } from '../notices/named-servers.ts';
import { type Notice, notifyAll } from '../notices/notify.ts';
import { canBeSuspended } from '../panel-wishes/wish-servers.ts';
import { idList } from '../uptime/rows-as-table.ts';
import type { Decided } from './decide-ladder.ts';

/**
 * Tells those whose grace has begun when it ends, once a debt. That servers were suspended, or are back, is told once
 * VirtFusion was seen to have done it.
 */
export async function tellSteps(tx: Context, decided: readonly Decided[]): Promise<void> {
  const warned = decided.filter(({ before, after }) => after.stage === 'grace' && before.stage !== 'grace');
  const servers = await serversOf(
    tx,
    warned.map(({ customerId }) => customerId),
  );
  const notices = warned.flatMap((one): Notice[] => {
    const { suspendAt } = one.after;
    const named = servers.get(one.customerId);
    // Nobody can say when, under a limit by amount whose end no rate tells.
    if (suspendAt === null || !Number.isFinite(suspendAt) || !named) return [];
    return [
      {
        event: 'suspension.scheduled',
        customerId: one.customerId,
        key: `suspension:${one.customerId}:${one.facts.emptiedAt}`,
        facts: {
          at: new Date(suspendAt * 1000),
          balance: one.facts.balance,
          servers: named,
        },
      },
    ];
  });
  await notifyAll(tx, notices);
}

async function serversOf(tx: Context, customerIds: readonly number[]): Promise<Map<number, NamedServers>> {
  if (customerIds.length === 0) return new Map();
  const { rows } = await tx.db.execute<{ customer_id: number; servers: NamedServers }>(sql`
    SELECT s.customer_id, ${namedServers(sql`s.id`)} AS servers
    FROM servers s WHERE s.customer_id = ANY(${idList(customerIds)}) AND ${canBeSuspended(tx.clock.now())}
      AND NOT s.suspended GROUP BY s.customer_id`);
  return new Map(rows.map((row) => [row.customer_id, row.servers]));
}
