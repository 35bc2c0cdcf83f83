import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { InvalidInputError } from '../../errors.ts';
import { countRows } from '../paging/count-rows.ts';
import { cutPage, decodeCursor, type SortKey, whole } from '../paging/cursor.ts';
import { searchText } from '../paging/search-text.ts';
import { type FoundCustomer, findCustomers } from './customer-rows.ts';

type Wish = InputOf<typeof api.customers.list>;

const orders: Record<Wish['sort'], SQL> = {
  id: sql`c.id`,
  // Customers without a name come last.
  name: sql`c.name, c.id`,
  // The emptiest wallets first.
  balance: sql`a.balance_micros, a.id`,
};

/** Customers with their wallets, by id, name or balance. @throws InvalidInputError for a foreign cursor */
export async function listCustomers(ctx: Context, input: Wish): Promise<OutputOf<typeof api.customers.list>> {
  const { search, sort, limit } = input;
  const wanted = search
    ? searchText(search, { id: sql`c.id`, text: [sql`c.name`, sql`c.email`] })
    : sql`true`;
  const where = sql.join([wanted, ...(await afterCursor(ctx, input))], sql` AND `);
  const rows = await findCustomers(ctx, { where, order: orders[sort], limit: limit + 1 });
  const total = await countRows(ctx, {
    rows: sql`SELECT FROM customers c WHERE ${wanted}`,
    isSearch: !!search,
  });
  return { ...cutPage(rows, limit, (row) => keyOf(row, sort)), total };
}

/** For names the id alone: a name may be longer than a cursor, and no customer ever vanishes from our rows. */
function keyOf(row: FoundCustomer, sort: Wish['sort']): SortKey {
  return sort === 'balance' ? [sort, String(row.balance), row.accountId] : [sort, row.id];
}

async function afterCursor(ctx: Context, { cursor, sort }: Wish): Promise<SQL[]> {
  if (sort === 'balance') {
    const after = decodeCursor(cursor, z.tuple([z.literal(sort), z.string().regex(/^-?\d{1,18}$/), whole]));
    return after ? [sql`(a.balance_micros, a.id) > (${after[1]}::bigint, ${after[2]}::bigint)`] : [];
  }
  const after = decodeCursor(cursor, z.tuple([z.literal(sort), whole]));
  if (!after) return [];
  if (sort === 'id') return [sql`c.id > ${after[1]}::bigint`];
  return [await afterName(ctx, after[1])];
}

async function afterName(ctx: Context, id: number): Promise<SQL> {
  const { rows } = await ctx.db.execute<{ name: string | null }>(
    sql`SELECT name FROM customers WHERE id = ${id}::bigint`,
  );
  const [row] = rows;
  if (!row) throw new InvalidInputError('cursor', 'Use the nextCursor of the page before');
  if (row.name === null) return sql`(c.name IS NULL AND c.id > ${id}::int)`;
  return sql`((c.name, c.id) > (${row.name}, ${id}::int) OR c.name IS NULL)`;
}
