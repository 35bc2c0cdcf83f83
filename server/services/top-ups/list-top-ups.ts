import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { cutPage, decodeCursor, whole } from '../paging/cursor.ts';
import { findTopUps } from './top-up-rows.ts';

/** Top-ups, newest first, of everybody or one customer, in all states or one. @throws InvalidInputError for a foreign cursor */
export async function listTopUps(
  ctx: Context,
  { customerId, status, cursor, limit }: InputOf<typeof api.topUps.list>,
): Promise<OutputOf<typeof api.topUps.list>> {
  const after = decodeCursor(cursor, z.tuple([whole]));
  const conditions = [sql`true`];
  if (customerId !== undefined) conditions.push(sql`t.customer_id = ${customerId}::bigint`);
  if (status) conditions.push(sql`t.status = ${status}`);
  if (after) conditions.push(sql`t.id < ${after[0]}::bigint`);
  const rows = await findTopUps(ctx, { where: sql.join(conditions, sql` AND `), limit: limit + 1 });
  return { ...cutPage(rows, limit, (row) => [row.id]), total: null };
}
