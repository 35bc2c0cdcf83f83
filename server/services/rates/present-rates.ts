import { type SQL, sql } from 'drizzle-orm';
import type { Terms } from '#shared/billing/statement.ts';

/** Two tables for a WITH, each read once: the rate in force at an instant of every package, and of every server that has its own. */
export function presentRates(at: Date): SQL {
  const since = sql`effective_from <= ${at.toISOString()}::timestamptz`;
  return sql`package_rate AS (
      SELECT DISTINCT ON (package_id) * FROM rates WHERE package_id IS NOT NULL AND ${since}
      ORDER BY package_id, effective_from DESC, id DESC
    ), own_rate AS (
      SELECT DISTINCT ON (server_id) * FROM rates WHERE server_id IS NOT NULL AND ${since}
      ORDER BY server_id, effective_from DESC, id DESC
    )`;
}

/** Joins them to `s`, which are servers. For many servers at once; `joinRateInForce` is for few. */
export const joinPresentRates = sql`LEFT JOIN own_rate o ON o.server_id = s.id AND NOT o.ends
    AND (o.while_package_id IS NULL OR o.while_package_id = s.package_id)
  LEFT JOIN package_rate p ON p.package_id = s.package_id`;

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
