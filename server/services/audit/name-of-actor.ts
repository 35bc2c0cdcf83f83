import { type SQL, sql } from 'drizzle-orm';

/**
 * Whose doing something is, in words, for a column that holds the key of an actor: 'admin:2' becomes that admin's
 * name. The key of a token, a run or the system stays what it is, as does that of an admin nobody knows.
 */
export function nameOfActor(key: SQL): SQL {
  return sql`coalesce((SELECT name FROM admins WHERE 'admin:' || id = ${key}), ${key})`;
}
