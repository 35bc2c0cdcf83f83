import { sql } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { readBillingSettings } from '../../settings/get-billing-settings.ts';
import type { FleetCounts } from '../detectors/fleet-change.ts';

const HOURS_BEFORE = [1, 24];

type Count = { servers: number; at: Date };

/** What the last whole look counted, and those an hour and a day before it. */
export async function loadFleetCounts(ctx: Context): Promise<FleetCounts> {
  const { row } = await readBillingSettings(ctx);
  const now = await countAt(ctx, ctx.clock.now());
  const before: Count[] = [];
  for (const hours of now ? HOURS_BEFORE : []) {
    const then = await countAt(ctx, new Date((now as Count).at.getTime() - hours * 3_600_000));
    if (then) before.push(then);
  }
  return { now, before, limitPercent: row.brakeFleetPercent };
}

/** The last whole look that began by then. */
async function countAt(ctx: Context, at: Date): Promise<Count | null> {
  const { rows } = await ctx.db.execute<Count>(sql`
    SELECT servers, started_at AS at FROM sweeps WHERE complete AND started_at <= ${at.toISOString()}
    ORDER BY started_at DESC LIMIT 1`);
  return rows[0] ? { servers: rows[0].servers, at: rows[0].at } : null;
}
