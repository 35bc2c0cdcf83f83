import { sql } from 'drizzle-orm';
import type { Micros } from '#shared/billing/money.ts';
import type { PassedLevel } from '#shared/budget/passed-levels.ts';
import type { Context } from '../../context.ts';
import { type NamedServers, namedServers } from '../notices/named-servers.ts';
import { type Notice, notifyAll } from '../notices/notify.ts';

/** A level of a budget that a customer's month has passed. */
export interface Crossing extends PassedLevel {
  customerId: number;
  /** How often the budget was set anew: each counts its levels anew. */
  raised: number;
  budget: Micros;
  spent: Micros;
}

/** Tells the customers what they wanted to be told, each level once; of a limit, which servers are stopped. */
export async function tellCrossings(tx: Context, month: Date, crossings: readonly Crossing[]): Promise<void> {
  const stopped = await stoppedServers(
    tx,
    month,
    crossings.filter(({ stops }) => stops).map(({ customerId }) => customerId),
  );
  await notifyAll(
    tx,
    crossings.map((crossing) =>
      noticeOf(crossing, {
        month: month.toISOString().slice(0, 7),
        servers: stopped.get(crossing.customerId) ?? [],
      }),
    ),
  );
}

function noticeOf(
  { customerId, raised, level, stops, budget, spent }: Crossing,
  { month, servers }: { month: string; servers: NamedServers },
): Notice {
  const key = `budget:${customerId}:${month}:${raised}:${level}`;
  // Those of the order may all be gone: then nothing is stopped, and it is a share like any other.
  return stops && servers.length > 0
    ? { event: 'spend.limit_reached', customerId, key, facts: { limit: budget, spent, month, servers } }
    : { event: 'spend.alert', customerId, key, facts: { percent: level, budget, spent, month } };
}

async function stoppedServers(
  tx: Context,
  month: Date,
  customerIds: readonly number[],
): Promise<Map<number, NamedServers>> {
  if (customerIds.length === 0) return new Map();
  const { rows } = await tx.db.execute<{ customer_id: number; servers: NamedServers }>(sql`
    SELECT w.customer_id, ${namedServers(sql`w.place`)} AS servers
    FROM power_wishes w JOIN servers s ON s.id = w.server_id
    WHERE w.customer_id = ANY(${sql.param([...customerIds])}::int[]) AND w.month = ${month.toISOString()}::timestamptz
      AND w.wanted = 'off'
    GROUP BY w.customer_id`);
  return new Map(rows.map((row) => [row.customer_id, row.servers]));
}
