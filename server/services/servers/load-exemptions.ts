import { type SQL, sql } from 'drizzle-orm';
import type { Period } from '#shared/billing/period.ts';
import type { Context } from '../../context.ts';
import { idList } from '../uptime/rows-as-table.ts';

/** No instant of ours lies beyond: an exemption without an end lasts until here. */
const FOR_EVER = Number.MAX_SAFE_INTEGER;

/** When an exemption `e` with its early end `x`, where it has one, is over; null while it has no end. */
export const exemptUntil: SQL = sql`least(e.until_hour, x.until_hour)`;

/** The hours in which these servers are not billed, by server; most have none. One statement, by an index. */
export async function loadExemptions(
  ctx: Context,
  serverIds: readonly number[],
): Promise<Map<number, Period[]>> {
  const { rows } = await ctx.db.execute<{ server_id: number; starts: number; ends: number | null }>(sql`
    SELECT e.server_id, extract(epoch FROM e.from_hour)::float8 AS starts, extract(epoch FROM ${exemptUntil})::float8 AS ends
    FROM server_exemptions e LEFT JOIN server_exemption_ends x ON x.exemption_id = e.id
    WHERE e.server_id = ANY(${idList(serverIds)}) ORDER BY e.server_id, e.from_hour`);
  const exempt = new Map<number, Period[]>();
  for (const row of rows) {
    const period = { from: row.starts, until: row.ends ?? FOR_EVER };
    const known = exempt.get(row.server_id);
    if (known) known.push(period);
    else exempt.set(row.server_id, [period]);
  }
  return exempt;
}

/** Whether the server `s` is exempt at an instant, as a condition. */
export function isExemptAt(at: Date): SQL {
  const now = sql`${at.toISOString()}::timestamptz`;
  return sql`EXISTS (SELECT FROM server_exemptions e LEFT JOIN server_exemption_ends x ON x.exemption_id = e.id
    WHERE e.server_id = s.id AND e.from_hour <= ${now} AND coalesce(${exemptUntil} > ${now}, true))`;
}
