import { type SQL, sql } from 'drizzle-orm';

/**
 * Joins, as `r`, the rate in force at an instant for each row of `s`, which are servers: its own, while that holds,
 * else its package's, else nulls. Two look-ups in an index a row. Of two rows of one instant the later counts.
 */
export function joinRateInForce(at: Date): SQL {
  const since = sql`effective_from <= ${at.toISOString()}::timestamptz ORDER BY effective_from DESC, id DESC LIMIT 1`;
  return sql`LEFT JOIN LATERAL (
    SELECT * FROM (
      (SELECT * FROM rates WHERE server_id = s.id AND ${since})
      UNION ALL (SELECT * FROM rates WHERE package_id = s.package_id AND ${since})) applicable
    WHERE NOT ends AND (while_package_id IS NULL OR while_package_id = s.package_id)
    ORDER BY server_id IS NULL LIMIT 1) r ON true`;
}
