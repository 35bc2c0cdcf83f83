import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { InvalidInputError } from '../../errors.ts';
import { countRows } from '../paging/count-rows.ts';
import { cutPage, decodeCursor, whole } from '../paging/cursor.ts';
import { searchText } from '../paging/search-text.ts';
import { isPricedAt } from '../rates/present-rates.ts';
import { isExemptAt } from './load-exemptions.ts';
import { findServers } from './server-rows.ts';

type Wish = InputOf<typeof api.servers.list>;

const orders: Record<Wish['sort'], SQL> = {
  id: sql`s.id`,
  '-id': sql`s.id DESC`,
  name: sql`s.name, s.id`,
  '-name': sql`s.name DESC, s.id DESC`,
};

/** Servers by id or by name, gone ones too. @throws InvalidInputError for a foreign cursor */
export async function listServers(ctx: Context, input: Wish): Promise<OutputOf<typeof api.servers.list>> {
  const wanted = wantedBy(ctx, input);
  const where = sql.join([wanted, ...(await afterCursor(ctx, input))], sql` AND `);
  const rows = await findServers(ctx, { where, order: orders[input.sort], limit: input.limit + 1 });
  return {
    ...cutPage(rows, input.limit, (row) => [input.sort, row.id]),
    total: await countRows(ctx, {
      rows: sql`SELECT FROM servers s WHERE ${wanted}`,
      isSearch: !!input.search,
    }),
  };
}

function wantedBy(ctx: Context, wish: Wish): SQL {
  const { search, state, packageId, customerId, hypervisorId, setAside, priced, exempt } = wish;
  const now = ctx.clock.now();
  const conditions: SQL[] = [sql`true`];
  if (search) {
    conditions.push(searchText(search, { id: sql`s.id`, text: [sql`s.name`, sql`s.hostname`, sql`s.uuid`] }));
  }
  if (state) conditions.push(sql`s.state = ${state}`);
  if (packageId !== undefined) conditions.push(sql`s.package_id = ${packageId}::bigint`);
  if (customerId !== undefined) conditions.push(sql`s.customer_id = ${customerId}::bigint`);
  if (hypervisorId !== undefined) conditions.push(sql`s.hypervisor_id = ${hypervisorId}::bigint`);
  if (priced) conditions.push(priced === 'yes' ? isPricedAt(now) : sql`NOT ${isPricedAt(now)}`);
  if (exempt) conditions.push(exempt === 'yes' ? isExemptAt(now) : sql`NOT ${isExemptAt(now)}`);
  if (setAside === 'yes') conditions.push(isSetAside);
  if (setAside === 'no') conditions.push(sql`NOT ${isSetAside}`);
  return sql.join(conditions, sql` AND `);
}

/** The cursor holds the id alone: a name may be longer than a cursor, and no server ever vanishes from our rows. */
async function afterCursor(ctx: Context, { cursor, sort }: Wish): Promise<SQL[]> {
  const after = decodeCursor(cursor, z.tuple([z.literal(sort), whole]));
  if (!after) return [];
  const [, id] = after;
  if (sort === 'id') return [sql`s.id > ${id}::bigint`];
  if (sort === '-id') return [sql`s.id < ${id}::bigint`];
  const { rows } = await ctx.db.execute<{ name: string }>(
    sql`SELECT name FROM servers WHERE id = ${id}::bigint`,
  );
  if (!rows[0]) throw new InvalidInputError('cursor', 'Use the nextCursor of the page before');
  const key = sql`(${rows[0].name}, ${id}::int)`;
  return [sort === 'name' ? sql`(s.name, s.id) > ${key}` : sql`(s.name, s.id) < ${key}`];
}

/** By the index of those few: the meters of the others are not read. */
const isSetAside = sql`EXISTS (SELECT FROM server_meters aside WHERE aside.server_id = s.id AND aside.set_aside_reason IS NOT NULL)`;
