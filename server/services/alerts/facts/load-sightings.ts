import { sql } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { findHold } from '../../schedules/load-hold-rules.ts';
import { readBillingSettings } from '../../settings/get-billing-settings.ts';
import type { SightingFacts } from '../detectors/stale-sightings.ts';

const EXAMPLES = 3;

interface SightingRow extends Record<string, unknown> {
  last_look: Date | null;
  servers: number;
  since: Date | null;
  examples: { id: number; name: string }[] | null;
}

/** When the servers were last looked at, and those that do not tell their power. */
export async function loadSightings(ctx: Context): Promise<SightingFacts> {
  const { row: settings } = await readBillingSettings(ctx);
  const now = ctx.clock.now();
  const maxGapSeconds = settings.maxGapIntervals * settings.observationIntervalMinutes * 60;
  const before = new Date(now.getTime() - maxGapSeconds * 1000).toISOString();
  const { rows } = await ctx.db.execute<SightingRow>(sql`
    SELECT (SELECT started_at FROM sweeps ORDER BY id DESC LIMIT 1) AS last_look, count(*)::int AS servers,
      min(since) AS since,
      json_agg(json_build_object('id', id, 'name', name) ORDER BY place) FILTER (WHERE place <= ${EXAMPLES}) AS examples
    FROM (SELECT id, name, power_unknown_since AS since, row_number() OVER (ORDER BY power_unknown_since, id) AS place
      FROM servers WHERE gone_at IS NULL AND power_unknown_since < ${before}::timestamptz) unknown`);
  const [row] = rows;
  const panel = await ctx.panel();
  const expected = settings.cronEnabled && panel.client !== null && !(await findHold(ctx, 'observation'));
  return {
    now,
    expected,
    maxGapSeconds,
    lastLookAt: row?.last_look ?? null,
    powerUnknown: {
      servers: row?.servers ?? 0,
      since: row?.since ?? null,
      examples: row?.examples ?? [],
    },
  };
}
