import { sql } from 'drizzle-orm';
import { HOUR, type Instant } from '#shared/billing/period.ts';
import type { ServerState } from '#shared/billing/statement.ts';
import type { Context } from '../../context.ts';
import { exemptUntil } from '../servers/load-exemptions.ts';
import { firstAfter, type SweepTimes } from '../uptime/resolve-open.ts';
import { findSweepTimes } from '../uptime/stretches-in-period.ts';
import { type Batch, metersOf } from './claim-batch.ts';
import type { Cohort } from './cohort.ts';
import { type MeterCounts, monthOf } from './month-of.ts';

export interface SortedServers {
  cohorts: Cohort[];
  /** Servers with something of their own: a change of state or owner, a gap, a new package, a price of their own. */
  others: number[];
}

interface CohortRow extends MeterCounts, Record<string, unknown> {
  server_id: number | null;
  billed_until: number | null;
  state: ServerState | null;
  package_id: number | null;
  count: number;
  ids: string | null;
  customer_ids: string | null;
}

/**
 * Sorts what is due in a batch into cohorts, in one statement. Nearly all hours of nearly all fleets are quiet, so
 * this is what makes a run cost what its rows cost; where it finds no likeness, each server is billed by itself.
 */
export async function findCohorts(tx: Context, batch: Batch, step: Instant): Promise<SortedServers> {
  const hours = hoursBefore(step, batch.dueFrom ?? step - HOUR);
  const times = await findSweepTimes(tx, hours[0] ?? step);
  const confirmed = hours.map((from) => confirmedBy({ from, until: step }, times));
  const { rows } = await tx.db.execute<CohortRow>(sql`
    WITH seen AS MATERIALIZED (
      SELECT m.server_id, m.customer_id, m.billed_until, m.package_from, m.package_id, m.month, m.rate_id, m.hours_per_month,
        m.weighted, m.capped_weighted, m.other_counts, CASE
          WHEN m.open_since IS NULL THEN (SELECT CASE WHEN u.customer_id = m.customer_id AND u.last_seen_at >= to_timestamp(${step})
              THEN u.state END FROM uptime_stretches u WHERE u.server_id = m.server_id AND u.first_seen_at <= m.billed_until
            ORDER BY u.first_seen_at DESC LIMIT 1)
          WHEN m.open_customer_id = m.customer_id AND m.open_since <= to_timestamp((SELECT c.confirmed
              FROM unnest(${sql.param(hours)}::float8[], ${sql.param(confirmed)}::float8[]) AS c(hour, confirmed)
              WHERE to_timestamp(c.hour) = m.billed_until)) THEN m.open_state END AS state
      ${metersOf(batch, step)}
    ), sorted AS MATERIALIZED (
      SELECT s.*, s.state IS NOT NULL AND s.package_from <= s.billed_until
        AND NOT EXISTS (SELECT FROM rates r WHERE r.server_id = s.server_id AND r.effective_from < to_timestamp(${step}))
        AND s.server_id NOT IN (SELECT e.server_id FROM server_exemptions e LEFT JOIN server_exemption_ends x ON x.exemption_id = e.id
          WHERE e.from_hour < to_timestamp(${step}) AND coalesce(${exemptUntil} > to_timestamp(${hours[0]}), true)) AS alike
      FROM seen s
    )
    SELECT min(server_id) AS server_id, extract(epoch FROM billed_until)::float8 AS billed_until, state, package_id,
      extract(epoch FROM month)::float8 AS month, rate_id, hours_per_month, weighted, capped_weighted, other_counts,
      count(*)::int AS count, array_agg(server_id)::text AS ids, array_agg(customer_id)::text AS customer_ids
    FROM sorted WHERE alike
    GROUP BY billed_until, state, package_id, month, rate_id, hours_per_month, weighted, capped_weighted, other_counts
    UNION ALL
    SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, count(*)::int, array_agg(server_id)::text, NULL
    FROM sorted WHERE alike IS NOT TRUE`);
  return sorted(rows);
}

function sorted(rows: readonly CohortRow[]): SortedServers {
  const found: SortedServers = { cohorts: [], others: [] };
  for (const row of rows) {
    if (row.server_id !== null) found.cohorts.push(cohortOf(row));
    else if (row.ids !== null) found.others = listed(row.ids).split(',').map(Number);
  }
  return found;
}

function cohortOf(row: CohortRow): Cohort {
  return {
    servers: { ids: listed(row.ids), customerIds: listed(row.customer_ids), count: row.count },
    serverId: row.server_id as number,
    billedUntil: row.billed_until as Instant,
    state: row.state as ServerState,
    packageId: row.package_id,
    month: monthOf(row),
  };
}

/** An array of PostgreSQL without its braces. */
function listed(array: string | null): string {
  return array?.slice(1, -1) ?? '';
}

/** A server that waits longer than this is looked at by itself. */
const MOST_HOURS = 168;

/** Whole hours from which a server may be due. */
function hoursBefore(step: Instant, dueFrom: Instant): Instant[] {
  const count = Math.min(MOST_HOURS, Math.max(1, (step - dueFrom) / HOUR));
  return Array.from({ length: count }, (_, index) => step - (count - index) * HOUR);
}

/**
 * An open stretch that began at this instant or before was seen all through the period: a sweep saw it at its start or
 * earlier, one saw it at its end or later, and none in between came too late. Null when that can be said of none.
 */
function confirmedBy({ from, until }: { from: Instant; until: Instant }, times: SweepTimes): Instant | null {
  const { starts, late } = times;
  const confirmed = starts[firstAfter(starts, from) - 1];
  const last = starts.at(-1);
  if (confirmed === undefined || last === undefined || last < until) return null;
  const interrupted = late.some(
    (index) => (starts[index - 1] ?? from) < until && (starts[index] ?? from) > from,
  );
  return interrupted ? null : confirmed;
}
