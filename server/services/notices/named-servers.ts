import { type SQL, sql } from 'drizzle-orm';
import { LONGEST_SERVER_NAME, MOST_SERVERS } from '#shared/notices/facts.ts';

/** Servers as a message names them. */
export type NamedServers = { id: number; name: string }[];

/** The servers `s` of a group as a message names them, as many as it takes, in the order of `by`. */
export function namedServers(by: SQL): SQL {
  return sql`to_json((array_agg(json_build_object('id', s.id, 'name', left(s.name, ${LONGEST_SERVER_NAME}::int))
    ORDER BY ${by}))[:${MOST_SERVERS}::int])`;
}
