import { type SQL, sql } from 'drizzle-orm';
import { hourOf } from '#shared/billing/period.ts';
import type { Context } from '../../context.ts';

/** What a price is for: a package, or one server alone. */
export type PricedThing = { packageId: number } | { serverId: number };

/** Servers that wait for a price, and the earliest hour that waits. */
export interface Waiting {
  servers: number;
  since: Date;
}

interface WaitingRow extends Waiting, Record<string, unknown> {
  package_id: number;
}

/** By package: servers whose next hour to bill lies before the package's first price, and have no price of their own. */
export async function waitingByPackage(ctx: Context): Promise<Map<number, Waiting>> {
  const { rows } = await ctx.db.execute<WaitingRow>(sql`
    SELECT h.package_id, count(*)::int AS servers, min(w.since) AS since ${waiting(ctx, ['no_rate'])}
      AND h.package_id IS NOT NULL AND m.server_id = ANY(ARRAY(${everUnpriced})) GROUP BY h.package_id`);
  return new Map(rows.map(({ package_id, servers, since }) => [package_id, { servers, since }]));
}

/**
 * Servers that had a package without a price at any time that may still be billed: few or none, while in a run every
 * server is behind, and the package of that hour would be looked up for each. An array, so that it comes first. All
 * meters are read only if a package got its first price after its first server.
 */
const everUnpriced = sql`
  SELECT server_id FROM server_packages WHERE package_id = ANY(ARRAY(
    SELECT p.id FROM packages p
    LEFT JOIN (SELECT package_id, min(effective_from) AS at FROM rates GROUP BY package_id) first_price
      ON first_price.package_id = p.id
    WHERE first_price.at IS NULL
      OR (first_price.at > (SELECT min(effective_from) FROM server_packages WHERE package_id = p.id)
        AND first_price.at > (SELECT min(least(billed_until, set_aside_since)) FROM server_meters WHERE NOT finished))))`;

/**
 * The earliest hour that waits for a price of this package, or of this server, which may also wait for its package;
 * null when none waits.
 */
export async function earliestWaitingHour(ctx: Context, thing: PricedThing): Promise<Date | null> {
  const those =
    'packageId' in thing
      ? sql`${waiting(ctx, ['no_rate'])} AND h.package_id = ${thing.packageId}`
      : sql`${waiting(ctx, ['no_rate', 'no_package'])} AND m.server_id = ${thing.serverId}`;
  const { rows } = await ctx.db.execute<{ since: Date | null }>(sql`SELECT min(w.since) AS since ${those}`);
  return rows[0]?.since ?? null;
}

/**
 * A server waits where a run set it aside, and also where no run has come to it yet. Prices hold from their hour on
 * without end, so an hour has one unless it lies before the first. `h` is the package it has in the hour that waits.
 */
function waiting(ctx: Context, reasons: string[]): SQL {
  const thisHour = new Date(hourOf(ctx.clock.now().getTime() / 1000) * 1000);
  return sql`
    FROM server_meters m
    CROSS JOIN LATERAL (SELECT coalesce(m.set_aside_since, m.billed_until) AS since) w
    LEFT JOIN LATERAL (SELECT package_id FROM server_packages
      WHERE server_id = m.server_id AND effective_from <= w.since ORDER BY effective_from DESC LIMIT 1) h ON true
    WHERE NOT m.finished
      AND (m.set_aside_reason = ANY(${sql.param(reasons)}::text[])
        OR (m.set_aside_reason IS NULL AND m.billed_until < ${thisHour.toISOString()}::timestamptz))
      AND NOT EXISTS (SELECT FROM rates priced
        WHERE (priced.package_id = h.package_id OR priced.server_id = m.server_id) AND priced.effective_from <= w.since)`;
}
