import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { cutPage, decodeCursor, whole } from '../paging/cursor.ts';
import type { ReplayProblem } from './decide-differences.ts';
import { getReplay } from './get-replay.ts';

type ServerPage = OutputOf<typeof api.replays.servers>;

interface Row extends Record<string, unknown> {
  server_id: number;
  server_name: string;
  customer_id: number;
  customer_name: string | null;
  hours: number;
  first_hour: Date | null;
  before: bigint;
  difference: bigint;
  problem: ReplayProblem | null;
  posted_at: Date | null;
}

/** What a replay changes, the largest difference first. @throws NotFoundError, InvalidInputError for a foreign cursor */
export async function listReplayServers(
  ctx: Context,
  { id, cursor, limit }: InputOf<typeof api.replays.servers>,
): Promise<ServerPage> {
  const after = decodeCursor(cursor, z.tuple([z.string().regex(/^-?\d{1,19}$/), whole]));
  await getReplay(ctx, { id });
  const rest = after
    ? sql`AND (-abs(difference_micros), server_id) > (${after[0]}::bigint, ${after[1]}::bigint)`
    : sql``;
  const { rows } = await ctx.db.execute<Row>(sql`
    SELECT r.server_id, s.name AS server_name, r.customer_id, c.name AS customer_name, r.hours, r.first_hour,
      r.before_micros AS before, r.difference_micros AS difference, r.problem, r.posted_at
    FROM (SELECT * FROM replay_servers WHERE replay_id = ${id}::bigint ${rest}
      ORDER BY (-abs(difference_micros)), server_id LIMIT ${limit + 1}) r
    JOIN servers s ON s.id = r.server_id LEFT JOIN customers c ON c.id = r.customer_id
    ORDER BY (-abs(r.difference_micros)), r.server_id`);
  return { ...cutPage(rows.map(serverOf), limit, keyOf), total: null };
}

function keyOf({ difference, serverId }: ServerPage['rows'][number]): [string, number] {
  return [(difference < 0n ? difference : -difference).toString(), serverId];
}

function serverOf(row: Row): ServerPage['rows'][number] {
  return {
    serverId: row.server_id,
    serverName: row.server_name,
    customerId: row.customer_id,
    customerName: row.customer_name,
    hours: row.hours,
    firstHour: row.first_hour,
    before: row.before,
    after: row.before + row.difference,
    difference: row.difference,
    problem: row.problem,
    postedAt: row.posted_at,
  };
}
