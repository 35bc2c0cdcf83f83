import { sql } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import type { UnpricedGroup } from '../detectors/unpriced-servers.ts';

/** Packages told at most; there are as many alerts. */
const MOST_GROUPS = 20;
const EXAMPLES = 3;

interface GroupRow extends Record<string, unknown> {
  package_id: number | null;
  package_name: string | null;
  servers: number;
  since: Date;
  examples: UnpricedGroup['examples'];
}

/** Running servers that wait for a package or a price, by the index of those that wait. */
export async function loadUnpricedServers(ctx: Context): Promise<UnpricedGroup[]> {
  const { rows } = await ctx.db.execute<GroupRow>(sql`
    SELECT w.package_id, p.name AS package_name, count(*)::int AS servers, min(w.since) AS since,
      json_agg(json_build_object('id', w.id, 'name', w.name) ORDER BY w.place) FILTER (WHERE w.place <= ${EXAMPLES}) AS examples
    FROM (SELECT s.id, s.name, m.set_aside_since AS since,
        CASE WHEN m.set_aside_reason = 'no_rate' THEN s.package_id END AS package_id,
        row_number() OVER (PARTITION BY CASE WHEN m.set_aside_reason = 'no_rate' THEN s.package_id END ORDER BY s.id) AS place
      FROM server_meters m JOIN servers s ON s.id = m.server_id
      WHERE m.set_aside_reason IN ('no_rate', 'no_package') AND s.state = 'running' AND s.gone_at IS NULL) w
    LEFT JOIN packages p ON p.id = w.package_id
    GROUP BY w.package_id, p.name ORDER BY count(*) DESC, w.package_id LIMIT ${MOST_GROUPS}`);
  return rows.map((row) => ({
    packageId: row.package_id,
    packageName: row.package_name,
    servers: row.servers,
    since: row.since,
    examples: row.examples,
  }));
}
