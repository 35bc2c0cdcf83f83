import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { exemptUntil } from './load-exemptions.ts';
import type { ServerDetail } from './server-rows.ts';

interface Found extends Record<string, unknown> {
  id: number;
  from: Date;
  until: Date | null;
  reason: string;
  created_at: Date;
  created_by: string | null;
  end_reason: string | null;
  ended_by: string | null;
  ended_at: Date | null;
}

/** When a server is, was and will be exempt, newest first. */
export async function findExemptions(ctx: Context, serverId: number): Promise<ServerDetail['exemptions']> {
  const { rows } = await ctx.db.execute<Found>(sql`
    SELECT e.id, e.from_hour AS from, ${exemptUntil} AS until, e.reason, e.created_at, a.name AS created_by,
      x.reason AS end_reason, b.name AS ended_by, x.created_at AS ended_at
    FROM server_exemptions e LEFT JOIN server_exemption_ends x ON x.exemption_id = e.id
    LEFT JOIN admins a ON a.id = e.created_by LEFT JOIN admins b ON b.id = x.ended_by
    WHERE e.server_id = ${serverId} ORDER BY e.from_hour DESC, e.id DESC LIMIT 100`);
  return rows.map((row) => ({
    id: row.id,
    from: row.from,
    until: row.until,
    reason: row.reason,
    createdAt: row.created_at,
    createdBy: row.created_by,
    ended:
      row.ended_at && row.end_reason !== null
        ? { reason: row.end_reason, by: row.ended_by, at: row.ended_at }
        : null,
  }));
}
