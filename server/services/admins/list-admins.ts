import { gt } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { admins } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { cutPage, decodeCursor, whole } from '../paging/cursor.ts';
import { findAdmins } from './admin-rows.ts';

/** Who may sign in, oldest first. @throws InvalidInputError for a foreign cursor */
export async function listAdmins(
  ctx: Context,
  { cursor, limit }: InputOf<typeof api.admins.list>,
): Promise<OutputOf<typeof api.admins.list>> {
  const after = decodeCursor(cursor, z.tuple([whole]));
  const rows = await findAdmins(ctx, {
    where: after ? gt(admins.id, after[0]) : undefined,
    limit: limit + 1,
  });
  return { ...cutPage(rows, limit, (row) => [row.id]), total: null };
}
