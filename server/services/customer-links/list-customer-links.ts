import { and, eq, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { customerLinks } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { getCustomer } from '../customers/get-customer.ts';
import { cutPage, decodeCursor, whole } from '../paging/cursor.ts';
import { findLinks } from './link-rows.ts';

/** The links of a customer, newest first. @throws NotFoundError; InvalidInputError for a foreign cursor */
export async function listCustomerLinks(
  ctx: Context,
  { id, cursor, limit }: InputOf<typeof api.customerLinks.list>,
): Promise<OutputOf<typeof api.customerLinks.list>> {
  const after = decodeCursor(cursor, z.tuple([whole]));
  await getCustomer(ctx, { id });
  const rows = await findLinks(ctx, {
    where: and(eq(customerLinks.customerId, id), after ? lt(customerLinks.id, after[0]) : undefined),
    order: sql`${customerLinks.id} DESC`,
    limit: limit + 1,
  });
  return { ...cutPage(rows, limit, (row) => [row.id]), total: null };
}
