import { type SQL, sql } from 'drizzle-orm';

/**
 * All that an entry of `audit_log` (as `l`) says, in one spelling for ever: a JSON list in a fixed order, its instants
 * in UTC to the microsecond, objects as jsonb spells them. The number in front is that of this spelling: a column more
 * wants another, beside this one.
 */
export const canonicalEntry: SQL = sql`jsonb_build_array(1, l.id,
  to_char(l.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), l.actor, l.actor_name, l.address, l.request_id,
  l.action, l.subject, l.before, l.after)::text`;
