import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { cutPage, decodeCursor, whole } from '../paging/cursor.ts';
import { getRun } from './get-run.ts';

type SetAsidePage = OutputOf<typeof api.runs.setAsides>;

interface SetAsideRow extends Record<string, unknown> {
  server_id: number;
  server_name: string;
  customer_id: number;
  customer_name: string | null;
  reason: SetAsidePage['rows'][number]['reason'];
  detail: string | null;
  since: Date;
  waits: boolean;
}

/** The servers a run could not bill, in order of their ids. @throws NotFoundError, InvalidInputError for a foreign cursor */
export async function listRunSetAsides(
  ctx: Context,
  input: InputOf<typeof api.runs.setAsides>,
): Promise<SetAsidePage> {
  const after = decodeCursor(input.cursor, z.tuple([whole]));
  const run = await getRun(ctx, { id: input.id });
  const { rows } = await ctx.db.execute<SetAsideRow>(sql`
    SELECT a.server_id, s.name AS server_name, s.customer_id, c.name AS customer_name, a.reason, a.detail,
      a.since, m.billed_until <= a.since AS waits
    FROM run_set_asides a JOIN servers s ON s.id = a.server_id LEFT JOIN customers c ON c.id = s.customer_id
      JOIN server_meters m ON m.server_id = a.server_id
    WHERE a.run_id = ${run.id} AND a.server_id > ${after?.[0] ?? 0}::bigint
    ORDER BY a.server_id LIMIT ${input.limit + 1}`);
  const found = rows.map((row) => ({
    serverId: row.server_id,
    serverName: row.server_name,
    customerId: row.customer_id,
    customerName: row.customer_name,
    reason: row.reason,
    detail: row.detail,
    since: row.since,
    waits: row.waits,
  }));
  return { ...cutPage(found, input.limit, (row) => [row.serverId]), total: run.serversSetAside };
}
