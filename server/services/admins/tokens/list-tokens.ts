import { lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { apiTokens } from '#shared/schema/index.ts';
import type { Context } from '../../../context.ts';
import { cutPage, decodeCursor, whole } from '../../paging/cursor.ts';
import { findTokenRows } from './token-rows.ts';

/** API tokens, newest first. @throws InvalidInputError for a foreign cursor */
export async function listTokens(
  ctx: Context,
  { cursor, limit }: InputOf<typeof api.tokens.list>,
): Promise<OutputOf<typeof api.tokens.list>> {
  const after = decodeCursor(cursor, z.tuple([whole]));
  const rows = await findTokenRows(ctx, {
    where: after ? lt(apiTokens.id, after[0]) : undefined,
    order: sql`${apiTokens.id} DESC`,
    limit: limit + 1,
  });
  return { ...cutPage(rows, limit, (row) => [row.id]), total: null };
}
