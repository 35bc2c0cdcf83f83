import { sql } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { readBillingSettings } from '../../settings/get-billing-settings.ts';
import type { UnbilledFacts } from '../detectors/unbilled-servers.ts';

/** A server may trail a run by an hour or two; by more than this it is forgotten. */
const HOURS_BEHIND = 6;
const EXAMPLES = 3;

interface UnbilledRow extends Record<string, unknown> {
  servers: number;
  examples: UnbilledFacts['examples'] | null;
}

/**
 * Servers that are there and ours to bill, with no meter, a meter that was ended, or one that the last closed run left
 * hours behind without a reason. Those that wait for a known reason are told elsewhere.
 */
export async function loadUnbilledServers(ctx: Context): Promise<UnbilledFacts> {
  const { row: settings } = await readBillingSettings(ctx);
  if (!settings.cronEnabled) return { servers: 0, examples: [] };
  const { rows } = await ctx.db.execute<UnbilledRow>(sql`
    WITH last AS (
      SELECT until - ${HOURS_BEHIND} * interval '1 hour' AS at FROM billing_runs
      WHERE status IN ('done', 'done_with_failures') ORDER BY id DESC LIMIT 1)
    SELECT count(*)::int AS servers,
      json_agg(json_build_object('id', id, 'name', name) ORDER BY place) FILTER (WHERE place <= ${EXAMPLES}) AS examples
    FROM (SELECT s.id, s.name, row_number() OVER (ORDER BY s.id) AS place
      FROM last CROSS JOIN servers s LEFT JOIN server_meters m ON m.server_id = s.id
      WHERE s.gone_at IS NULL AND s.created_at < last.at AND s.panel_created_at < last.at
        AND (coalesce(s.self_service, 0) = 0 OR ${settings.billSelfService})
        AND (m.server_id IS NULL OR m.finished OR (m.set_aside_reason IS NULL AND m.billed_until < last.at))) forgotten`);
  return { servers: rows[0]?.servers ?? 0, examples: rows[0]?.examples ?? [] };
}
