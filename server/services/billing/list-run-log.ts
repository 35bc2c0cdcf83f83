import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { instant } from '#shared/api/values.ts';
import type { Context } from '../../context.ts';
import { cutPage, decodeCursor, whole } from '../paging/cursor.ts';
import { getRun } from './get-run.ts';

type LogPage = OutputOf<typeof api.runs.log>;

interface LineRow extends Record<string, unknown> {
  at: Date;
  source: number;
  number: number;
  level: 'info' | 'warn';
  message: string;
  instance: string | null;
}

/**
 * What happened in a run, oldest first: told from the run, its parts and its events, so that a restart forgets nothing
 * and every process tells the same. @throws NotFoundError, InvalidInputError for a foreign cursor
 */
export async function listRunLog(ctx: Context, input: InputOf<typeof api.runs.log>): Promise<LogPage> {
  const after = decodeCursor(input.cursor, z.tuple([instant, whole, whole]));
  const { id } = await getRun(ctx, { id: input.id });
  const { rows } = await ctx.db.execute<LineRow>(sql`
    SELECT at, source, number, level, message, instance FROM (${linesOf(id)}) AS line
    WHERE at IS NOT NULL
      ${after ? sql`AND (at, source, number) > (${after[0].toISOString()}::timestamptz, ${after[1]}::int, ${after[2]}::int)` : sql``}
    ORDER BY at, source, number LIMIT ${input.limit + 1}`);
  const page = cutPage(rows, input.limit, (row) => [row.at.toISOString(), row.source, row.number]);
  const told = page.rows.map(({ at, level, message, instance }) => ({ at, level, message, instance }));
  return { ...page, rows: told, total: null };
}

/** `source` orders what happened in the same millisecond: opened, looked, held, decided, events, parts, closed. */
function linesOf(runId: number) {
  return sql`
    SELECT opened_at AS at, 1 AS source, 0 AS number, 'info' AS level, NULL AS instance,
      'Opened' || CASE WHEN requested_by IS NULL THEN '' ELSE ' by ' || requested_by END
        || CASE WHEN retry_of IS NULL THEN '' ELSE ', to try the failed servers of run ' || retry_of || ' again' END || '.' AS message
    FROM billing_runs WHERE id = ${runId}
    UNION ALL
    SELECT observed_at, 2, 0, CASE WHEN not_seen IS NULL THEN 'info' ELSE 'warn' END, NULL,
      'Servers seen: ' || servers_seen || '. Hours that ended by ' || to_char(until AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC are due.'
        || coalesce(' ' || not_seen, '')
    FROM billing_runs WHERE id = ${runId}
    UNION ALL
    SELECT decided_at, 4, 0, 'info', NULL,
      CASE WHEN status = 'cancelled' THEN 'Cancelled' ELSE 'Let go on' END || ' by ' || coalesce(decided_by, 'the system') || '.'
    FROM billing_runs WHERE id = ${runId}
    UNION ALL
    SELECT at, 5, id, level, instance, message FROM run_events WHERE run_id = ${runId}
    UNION ALL
    SELECT done_at, 6, number, 'info', NULL, 'Part ' || number || ' is done: ' || charges || ' charges in ' || steps
        || CASE WHEN steps = 1 THEN ' step.' ELSE ' steps.' END
    FROM billing_batches WHERE run_id = ${runId} AND failed_at IS NULL AND last_error IS NULL
    UNION ALL
    SELECT closed_at, 7, 0, CASE WHEN status = 'done_with_failures' THEN 'warn' ELSE 'info' END, NULL,
      CASE WHEN status = 'cancelled' THEN 'Closed without a charge.'
        ELSE 'Closed: ' || charges || ' charges, ' || servers_billed || ' servers billed, ' || servers_set_aside || ' set aside.' END
    FROM billing_runs WHERE id = ${runId}`;
}
