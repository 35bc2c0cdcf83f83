import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { cutPage, decodeCursor, whole } from '../paging/cursor.ts';
import { findDeliveries } from './delivery-rows.ts';

/** The delivery log, newest first. @throws InvalidInputError for a foreign cursor */
export async function listDeliveries(
  ctx: Context,
  { state, event, way, customerId, cursor, limit }: InputOf<typeof api.notices.list>,
): Promise<OutputOf<typeof api.notices.list>> {
  const after = decodeCursor(cursor, z.tuple([whole]));
  const conditions = [
    sql`true`,
    ...(state ? [sql`d.state = ${state}`] : []),
    ...(event ? [sql`d.event = ${event}`] : []),
    ...(way ? [sql`d.way = ${way}`] : []),
    ...(customerId ? [sql`d.customer_id = ${customerId}::bigint`] : []),
    ...(after ? [sql`d.id < ${after[0]}::bigint`] : []),
  ];
  const rows = await findDeliveries(ctx, { where: sql.join(conditions, sql` AND `), limit: limit + 1 });
  return { ...cutPage(rows, limit, (row) => [row.id]), total: null };
}
