import { type SQL, sql } from 'drizzle-orm';
import { OWN_CUSTOMER, type ServerList } from './cohort.ts';

/**
 * A FROM item `alias(server_id, customer_id, list)` of all servers of these lists, `list` being a list's place. The ids
 * go back to PostgreSQL as they came from it. As three arrays, since it plans well for arrays whose length it sees.
 */
export function serversOf(alias: string, of: readonly { servers: ServerList }[]): SQL {
  const lists = of.map(({ servers }) => servers);
  const numbers = lists.map(({ count }, list) => `,${list}`.repeat(count)).join('');
  return sql`unnest(${arrayOf(lists.map(({ ids }) => ids))}::int[], ${arrayOf(lists.map(({ customerIds }) => customerIds))}::int[],
    ${`{${numbers.slice(1)}}`}::int[]) AS ${sql.raw(`${alias}(server_id, customer_id, list)`)}`;
}

function arrayOf(parts: readonly string[]): string {
  return `{${parts.join(',')}}`;
}

/** A server by itself. Whom each of its hours is charged to, its charges say. */
export function onlyOne(serverId: number): ServerList {
  return { ids: String(serverId), customerIds: String(OWN_CUSTOMER), count: 1 };
}
