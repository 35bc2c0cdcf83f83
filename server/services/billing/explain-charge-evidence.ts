import { sql } from 'drizzle-orm';
import type { ChargeExplanation } from '#shared/api/charges.ts';
import { HOUR, type Instant, type Period } from '#shared/billing/period.ts';
import type { Stretch } from '#shared/billing/statement.ts';
import type { Context } from '../../context.ts';

export interface Look {
  at: Instant;
  complete: boolean;
  failure: string | null;
}

/** For each hour: looks every minute, with as many before and after it, and room for those that failed. */
const MOST_LOOKS = 500;

/**
 * The looks at the panel in a period of whole hours, from the last complete one before it to the first complete one
 * after it, with those between that failed. One statement, by indexes.
 */
export async function looksAround(ctx: Context, period: Period): Promise<Look[]> {
  const [from, until] = [period.from, period.until].map((at) => new Date(at * 1000).toISOString());
  const most = (MOST_LOOKS * (period.until - period.from)) / HOUR;
  const { rows } = await ctx.db.execute<{ at: number; complete: boolean; failure: string | null }>(sql`
    WITH ends AS (
      SELECT coalesce((SELECT id FROM sweeps WHERE complete AND started_at <= ${from}::timestamptz
          ORDER BY started_at DESC LIMIT 1), 0) AS first,
        coalesce((SELECT id FROM sweeps WHERE complete AND started_at >= ${until}::timestamptz
          ORDER BY started_at LIMIT 1), 2147483647) AS last
    )
    SELECT extract(epoch FROM s.started_at)::float8 AS at, s.complete, s.failure
    FROM ends, sweeps s WHERE s.id BETWEEN ends.first AND ends.last AND (s.complete OR s.finished_at IS NOT NULL)
    ORDER BY s.started_at, s.id LIMIT ${most}`);
  return rows.map(({ at, complete, failure }) => ({ at, complete, failure }));
}

/** Of the looks around a longer period those around one hour of it. */
export function looksOfHour(hour: Instant, looks: readonly Look[]): readonly Look[] {
  const first = looks.findLastIndex((look) => look.complete && look.at <= hour);
  const last = looks.findIndex((look) => look.complete && look.at >= hour + HOUR);
  return looks.slice(Math.max(0, first), last < 0 ? undefined : last + 1);
}

type Sighting = ChargeExplanation['sightings'][number];

/**
 * What was seen inside the hour, the last sighting before it and the first one after it. A complete look saw every
 * server whose stretch spans it, whether or not it said anything new; the ends of a stretch are sightings too.
 */
export function sightingsAround(
  hour: Instant,
  { stretches, looks }: { stretches: readonly Stretch[]; looks: readonly Look[] },
): Sighting[] {
  const seen = new Map<Instant, Stretch['state']>();
  const complete = looks.filter((look) => look.complete).map((look) => look.at);
  for (const { from, until, state } of stretches) {
    for (const at of [from, ...complete.filter((look) => look > from && look < until), until]) {
      seen.set(at, state);
    }
  }
  const inOrder = [...seen].sort(([one], [other]) => one - other);
  const first = inOrder.findLastIndex(([at]) => at <= hour);
  const last = inOrder.findIndex(([at]) => at >= hour + HOUR);
  return inOrder
    .slice(Math.max(0, first), last < 0 ? undefined : last + 1)
    .map(([at, state]) => ({ at: new Date(at * 1000), state }));
}

/** Looks that did not see everything: what they did not mention they say nothing about. */
export function failedLooks(looks: readonly Look[]): ChargeExplanation['failedLooks'] {
  return looks
    .filter((look) => !look.complete)
    .map(({ at, failure }) => ({
      at: new Date(at * 1000),
      failure: failure ?? 'It did not see every server.',
    }));
}
