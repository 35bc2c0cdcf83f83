import { type SQL, sql } from 'drizzle-orm';

/** Rows whose id is the search, or one of whose texts contains it, whatever the case. `%` and `_` are letters. */
export function searchText(search: string, { id, text }: { id: SQL; text: readonly SQL[] }): SQL {
  const contains = text.map((column) => sql`strpos(lower(${column}), lower(${search})) > 0`);
  // Longer numbers are no id; shorter ones may be part of a name too.
  const isId = /^\d{1,9}$/.test(search) ? [sql`${id} = ${Number(search)}`] : [];
  return sql`(${sql.join([...isId, ...contains], sql` OR `)})`;
}
