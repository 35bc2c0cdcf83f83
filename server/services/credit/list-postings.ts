import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { NotFoundError } from '../../errors.ts';
import { cutPage, decodeCursor, whole } from '../paging/cursor.ts';
import { type CreditPosting, findPostings } from './posting-rows.ts';

/** What was posted to VirtFusion's credit, newest first. @throws InvalidInputError for a foreign cursor */
export async function listPostings(
  ctx: Context,
  { state, customerId, cursor, limit }: InputOf<typeof api.credit.list>,
): Promise<OutputOf<typeof api.credit.list>> {
  const after = decodeCursor(cursor, z.tuple([z.literal('posting'), whole]));
  const wanted: SQL[] = [sql`true`];
  if (state) wanted.push(sql`i.state = ${state}`);
  // As the index of the few that are open says it.
  if (state && !isOver(state)) wanted.push(sql`i.closed_at IS NULL`);
  if (customerId !== undefined) wanted.push(sql`i.customer_id = ${customerId}::bigint`);
  if (after) wanted.push(sql`i.id < ${after[1]}::bigint`);
  const rows = await findPostings(ctx, { where: sql.join(wanted, sql` AND `), limit: limit + 1 });
  return { ...cutPage(rows, limit, ({ id }) => ['posting', id]), total: null };
}

function isOver(state: CreditPosting['state']): boolean {
  return state === 'confirmed' || state === 'resolved';
}

/** One posting with its evidence. @throws NotFoundError */
export async function getPosting(
  ctx: Context,
  { id }: InputOf<typeof api.credit.get>,
): Promise<CreditPosting> {
  const [posting] = await findPostings(ctx, { where: sql`i.id = ${id}::bigint`, limit: 1 });
  if (!posting) throw new NotFoundError('credit posting', { id });
  return posting;
}
