import { type SQL, sql } from 'drizzle-orm';

/**
 * Joins, as `r`, the rate in force at an instant for each row of `s`, which are servers: its own, else its
 * package's, else nulls. Two look-ups in an index a row.
 */
export function joinRateInForce(at: Date): SQL {
  const since = sql`effective_from <= ${at.toISOString()}::timestamptz ORDER BY effective_from DESC LIMIT 1`;
  return sql`LEFT JOIN LATERAL (
    SELECT * FROM (
      (SELECT * FROM rates WHERE server_id = s.id AND ${since})
      UNION ALL (SELECT * FROM rates WHERE package_id = s.package_id AND ${since})) applicable
    ORDER BY server_id IS NULL LIMIT 1) r ON true`;
}
