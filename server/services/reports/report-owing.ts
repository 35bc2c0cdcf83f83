import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { findCustomers } from '../customers/customer-rows.ts';
import { cutPage, decodeCursor, whole } from '../paging/cursor.ts';

/** Customers whose wallet is below nothing, the deepest first, and what all of them owe. */
export async function reportOwing(
  ctx: Context,
  { cursor, limit }: InputOf<typeof api.reports.owing>,
): Promise<OutputOf<typeof api.reports.owing>> {
  const after = decodeCursor(cursor, z.tuple([z.string().regex(/^-?\d{1,18}$/), whole]));
  const beyond = after
    ? sql`(a.balance_micros, a.id) > (${after[0]}::bigint, ${after[1]}::bigint)`
    : sql`true`;
  const found = await findCustomers(ctx, {
    where: sql`a.balance_micros < 0 AND ${beyond}`,
    order: sql`a.balance_micros, a.id`,
    limit: limit + 1,
  });
  const { rows, nextCursor } = cutPage(found, limit, (row) => [String(row.balance), row.accountId]);
  const { rows: everyone } = await ctx.db.execute<{ count: number; owed: bigint }>(sql`
    SELECT count(*)::int AS count, coalesce(-sum(balance_micros), 0)::bigint AS owed FROM accounts
    WHERE kind = 'wallet' AND balance_micros < 0`);
  return {
    rows: rows.map(({ accountId: _account, ...customer }) => customer),
    nextCursor,
    total: everyone[0]?.count ?? 0,
    owed: everyone[0]?.owed ?? 0n,
  };
}
