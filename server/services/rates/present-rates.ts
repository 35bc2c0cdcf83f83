import { type SQL, sql } from 'drizzle-orm';
import type { Terms } from '#shared/billing/statement.ts';

/**
 * Which price a server pays at an instant, told to PostgreSQL: its own while that holds, else its package's; of two rows
 * of one instant the later counts. The engine's telling of the same is shared/billing/rate.ts; there is no third.
 */
const inForce = {
  since: (at: Date) => sql`effective_from <= ${at.toISOString()}::timestamptz`,
  order: sql`effective_from DESC, id DESC`,
  /** Of rows `of`: its own price may have ended, and one it was kept on goes with the package it was kept for. */
  holds: (of: string) => {
    const row = sql.raw(of);
    return sql`NOT ${row}.ends AND (${row}.while_package_id IS NULL OR ${row}.while_package_id = s.package_id)`;
  },
};

/** The latest rows up to an instant, one of each package or of each server that has its own. */
function latest(of: 'package_id' | 'server_id', at: Date): SQL {
  const key = sql.raw(of);
  return sql`SELECT DISTINCT ON (${key}) * FROM rates WHERE ${key} IS NOT NULL AND ${inForce.since(at)} ORDER BY ${key}, ${inForce.order}`;
}

/** Two tables for a WITH, each read once: the rate in force at an instant of every package, and of every server that has its own. */
export function presentRates(at: Date): SQL {
  return sql`package_rate AS (${latest('package_id', at)}), own_rate AS (${latest('server_id', at)})`;
}

/** Joins them to `s`, which are servers. For many servers at once; `joinRateInForce` is for few. */
export const joinPresentRates = sql`LEFT JOIN own_rate o ON o.server_id = s.id AND ${inForce.holds('o')}
  LEFT JOIN package_rate p ON p.package_id = s.package_id`;

/** Joins, as `r`, the rate in force at an instant for each row of `s`, which are servers, else nulls: two look-ups in an index a row. */
export function joinRateInForce(at: Date): SQL {
  const last = sql`${inForce.since(at)} ORDER BY ${inForce.order} LIMIT 1`;
  return sql`LEFT JOIN LATERAL (
    SELECT * FROM (
      (SELECT * FROM rates WHERE server_id = s.id AND ${last})
      UNION ALL (SELECT * FROM rates WHERE package_id = s.package_id AND ${last})) applicable
    WHERE ${inForce.holds('applicable')} ORDER BY server_id IS NULL LIMIT 1) r ON true`;
}

/** Whether `s` has a price at an instant: one look through the prices, whatever the fleet. */
export function isPricedAt(at: Date): SQL {
  const own = sql`(${latest('server_id', at)}) own WHERE NOT ends`;
  return sql`(coalesce(s.package_id IN (SELECT package_id FROM rates WHERE package_id IS NOT NULL AND ${inForce.since(at)}), false)
    OR s.id IN (SELECT server_id FROM ${own} AND while_package_id IS NULL)
    OR coalesce((s.id, s.package_id) IN (SELECT server_id, while_package_id FROM ${own} AND while_package_id IS NOT NULL), false))`;
}

/** A month's price of `s` in micros; null without a rate. */
export const presentPrice = sql`coalesce(o.monthly_price_micros, p.monthly_price_micros)`;

/** The percentage that `s` costs in the state it is in; null where the state or the rate is not known. */
export function presentPercent(terms: Terms): SQL {
  const of = (column: string, otherwise: number) =>
    sql`CASE WHEN o.id IS NULL THEN coalesce(p.${sql.raw(column)}, ${otherwise}::int)
      ELSE coalesce(o.${sql.raw(column)}, ${otherwise}::int) END`;
  const running = of('running_percent', terms.runningPercent);
  const stopped = of('stopped_percent', terms.stoppedPercent);
  return sql`CASE WHEN coalesce(o.id, p.id) IS NULL THEN NULL WHEN s.state = 'running' THEN ${running}
    WHEN s.state = 'stopped' THEN ${stopped} WHEN s.state = 'suspended' THEN ${of('suspended_percent', terms.suspendedPercent)}
    WHEN s.state = 'present' THEN least(${running}, ${stopped}) WHEN s.state = 'gone' THEN 0 END`;
}
