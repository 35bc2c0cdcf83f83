import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Micros } from '#shared/billing/money.ts';
import type { Context } from '../../context.ts';
import { customerOf } from '../customer-links/customer-of.ts';
import { cutPage, decodeCursor, whole } from '../paging/cursor.ts';
import { chargedMonths } from '../roll-ups/charged-totals.ts';
import { monthStart } from '../roll-ups/month-start.ts';
import { findServers, type ServerRow } from '../servers/server-rows.ts';
import { idList } from '../uptime/rows-as-table.ts';

type OwnServer = OutputOf<typeof api.account.servers>['rows'][number];

/**
 * A customer's servers by id, and those that cost them something this month though they are theirs no longer.
 * @throws AppError 'unauthenticated' without a link; InvalidInputError for a foreign cursor
 */
export async function listOwnServers(
  ctx: Context,
  { cursor, limit }: InputOf<typeof api.account.servers>,
): Promise<OutputOf<typeof api.account.servers>> {
  const customerId = customerOf(ctx);
  const month = monthStart(ctx.clock.now());
  const after = decodeCursor(cursor, z.tuple([whole]))?.[0] ?? 0;
  const found = await findServers(ctx, {
    where: sql`s.id > ${after}::bigint AND ((s.customer_id = ${customerId}::bigint AND s.gone_at IS NULL) OR s.id IN (
      SELECT server_id FROM server_months WHERE month = ${month.toISOString()}::timestamptz AND customer_id = ${customerId}::int))`,
    order: sql`s.id`,
    limit: limit + 1,
  });
  const { rows, nextCursor } = cutPage(found, limit, (row) => [row.id]);
  const sums = await sumsOf(ctx, { customerId, month, serverIds: rows.map((row) => row.id) });
  return { rows: rows.map((row) => told(row, customerId, sums)), nextCursor, total: null };
}

type Sums = Map<number, OwnServer['month']>;

async function sumsOf(
  ctx: Context,
  { customerId, month, serverIds }: { customerId: number; month: Date; serverIds: readonly number[] },
): Promise<Sums> {
  const { rows } = await ctx.db.execute<{ server_id: number; seconds: number; amount: Micros }>(sql`
    SELECT server_id, sum(seconds)::float8 AS seconds, sum(amount_micros)::bigint AS amount
    FROM ${chargedMonths([month], customerId)} c WHERE server_id = ANY(${idList(serverIds)}) GROUP BY server_id`);
  return new Map(rows.map(({ server_id, seconds, amount }) => [server_id, { seconds, amount }]));
}

/** What is somebody else's by now is told by its name and its cost alone. */
function told(row: ServerRow, customerId: number, sums: Sums): OwnServer {
  const present = row.customerId === customerId && row.goneAt === null;
  return {
    id: row.id,
    name: present ? row.name : `Server ${row.id}`,
    state: present ? row.state : null,
    present,
    packageName: present ? row.packageName : null,
    monthlyPrice: present ? row.monthlyPrice : null,
    month: sums.get(row.id) ?? { seconds: 0, amount: 0n },
  };
}
