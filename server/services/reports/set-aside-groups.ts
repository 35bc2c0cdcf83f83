import { sql } from 'drizzle-orm';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';

type SetAsideGroup = OutputOf<typeof api.dashboard.get>['setAside'][number];

interface GroupRow extends Record<string, unknown> {
  reason: SetAsideGroup['reason'];
  servers: number;
  since: Date;
  examples: SetAsideGroup['examples'];
}

const EXAMPLES = 3;

/** The servers that wait, by reason, the largest group first. */
export async function setAsideGroups(ctx: Context): Promise<SetAsideGroup[]> {
  const { rows } = await ctx.db.execute<GroupRow>(sql`
    SELECT w.reason, count(*)::int AS servers, min(w.since) AS since,
      json_agg(json_build_object('id', s.id, 'name', s.name) ORDER BY w.place) FILTER (WHERE w.place <= ${EXAMPLES}) AS examples
    FROM (SELECT server_id, set_aside_reason AS reason, set_aside_since AS since,
        row_number() OVER (PARTITION BY set_aside_reason ORDER BY set_aside_since, server_id) AS place
      FROM server_meters WHERE set_aside_reason IS NOT NULL) w
    JOIN servers s ON s.id = w.server_id
    GROUP BY w.reason ORDER BY count(*) DESC, w.reason`);
  return rows.map(({ reason, servers, since, examples }) => ({ reason, servers, since, examples }));
}
