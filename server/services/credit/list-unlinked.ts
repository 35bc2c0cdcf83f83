import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { cutPage, decodeCursor, whole } from '../paging/cursor.ts';

type Unlinked = OutputOf<typeof api.credit.unlinked>['rows'][number];

/**
 * Customers with servers or money whose credit cannot be reached: VirtFusion's self service knows users by their
 * external relation id alone, and they have none. @throws InvalidInputError for a foreign cursor
 */
export async function listUnlinked(
  ctx: Context,
  { cursor, limit }: InputOf<typeof api.credit.unlinked>,
): Promise<OutputOf<typeof api.credit.unlinked>> {
  const after = decodeCursor(cursor, z.tuple([z.literal('unlinked'), whole]))?.[1] ?? 0;
  const { rows } = await ctx.db.execute<Unlinked & Record<string, unknown>>(sql`
    SELECT c.id, c.name, c.email, a.balance_micros AS balance, owned.servers
    FROM customers c JOIN accounts a ON a.customer_id = c.id AND a.kind = 'wallet'
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS servers FROM servers s WHERE s.customer_id = c.id AND s.gone_at IS NULL) owned
    WHERE c.external_id IS NULL AND c.id > ${after}::bigint AND (owned.servers > 0 OR a.balance_micros <> 0)
    ORDER BY c.id LIMIT ${limit + 1}`);
  return { ...cutPage([...rows], limit, ({ id }) => ['unlinked', id]), total: null };
}
