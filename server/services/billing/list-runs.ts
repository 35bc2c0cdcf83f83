import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { cutPage, decodeCursor, whole } from '../paging/cursor.ts';
import { findRuns } from './run-rows.ts';

/** Runs, newest first. @throws InvalidInputError for a foreign cursor */
export async function listRuns(
  ctx: Context,
  input: InputOf<typeof api.runs.list>,
): Promise<OutputOf<typeof api.runs.list>> {
  const after = decodeCursor(input.cursor, z.tuple([whole]));
  const wanted = sql.join(
    [
      sql`true`,
      ...(input.status ? [sql`r.status = ${input.status}`] : []),
      ...(input.from ? [sql`r.opened_at >= ${input.from.toISOString()}`] : []),
      ...(input.until ? [sql`r.opened_at < ${input.until.toISOString()}`] : []),
      ...(input.problems ? [hadProblems] : []),
      ...(input.trigger ? [sql`r.trigger = ${input.trigger}`] : []),
    ],
    sql` AND `,
  );
  const where = after ? sql`${wanted} AND r.id < ${after[0]}::bigint` : wanted;
  const rows = await findRuns(ctx, { where, limit: input.limit + 1 });
  return { ...cutPage(rows, input.limit, (run) => [run.id]), total: await countRuns(ctx, wanted) };
}

/** A server was set aside or failed, or something could not be seen. */
const hadProblems = sql`(r.servers_set_aside > 0 OR r.status = 'done_with_failures' OR r.not_seen IS NOT NULL)`;

async function countRuns(ctx: Context, wanted: SQL): Promise<number> {
  const { rows } = await ctx.db.execute<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM billing_runs r WHERE ${wanted}`,
  );
  return rows[0]?.count ?? 0;
}
