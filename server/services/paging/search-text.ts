import { type SQL, sql } from 'drizzle-orm';

/**
 * Rows whose id is the search, or one of whose texts contains it, whatever the case. `%` and `_` are letters. The
 * texts are searched as one, so that one index of trigrams serves: it is made of the same expression, in the same order.
 */
export function searchText(search: string, { id, text }: { id: SQL; text: readonly SQL[] }): SQL {
  const pattern = `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const texts = text.map((column) => sql`coalesce(${column}, '')`);
  const contains = sql`lower(${sql.join(texts, sql` || E'\\n' || `)}) LIKE lower(${pattern})`;
  // Longer numbers are no id; shorter ones may be part of a name too.
  const isId = /^\d{1,9}$/.test(search) ? [sql`${id} = ${search}::int`] : [];
  return sql`(${sql.join([...isId, contains], sql` OR `)})`;
}
