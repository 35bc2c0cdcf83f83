import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { cutPage, decodeCursor, whole } from '../paging/cursor.ts';
import { findReplays } from './replay-rows.ts';

/** Replays, newest first. @throws InvalidInputError for a foreign cursor */
export async function listReplays(
  ctx: Context,
  { status, cursor, limit }: InputOf<typeof api.replays.list>,
): Promise<OutputOf<typeof api.replays.list>> {
  const after = decodeCursor(cursor, z.tuple([whole]));
  const conditions = [
    sql`true`,
    ...(status ? [sql`r.status = ${status}`] : []),
    ...(after ? [sql`r.id < ${after[0]}::bigint`] : []),
  ];
  const rows = await findReplays(ctx, { where: sql.join(conditions, sql` AND `), limit: limit + 1 });
  return { ...cutPage(rows, limit, (replay) => [replay.id]), total: null };
}
