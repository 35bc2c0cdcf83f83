import { sql } from 'drizzle-orm';
import type { InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { NotFoundError } from '../../errors.ts';
import { type CustomerRow, findCustomers } from './customer-rows.ts';

/** One customer with its wallet, and how long that lasts. @throws NotFoundError */
export async function getCustomer(
  ctx: Context,
  { id }: InputOf<typeof api.customers.get>,
): Promise<CustomerRow> {
  const where = sql`c.id = ${id}::bigint`;
  const [customer] = await findCustomers(ctx, { where, order: sql`c.id`, limit: 1 });
  if (!customer) throw new NotFoundError('customer', { id });
  return customer;
}
