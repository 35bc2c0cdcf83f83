import { lt } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { adminInvitations } from '#shared/schema/index.ts';
import type { Context } from '../../../context.ts';
import { cutPage, decodeCursor, whole } from '../../paging/cursor.ts';
import { findInvitations } from './invitation-rows.ts';

/** Who was invited, newest first. @throws InvalidInputError for a foreign cursor */
export async function listInvitations(
  ctx: Context,
  { cursor, limit }: InputOf<typeof api.invitations.list>,
): Promise<OutputOf<typeof api.invitations.list>> {
  const after = decodeCursor(cursor, z.tuple([whole]));
  const where = after ? lt(adminInvitations.id, after[0]) : undefined;
  const rows = await findInvitations(ctx, { where, limit: limit + 1 });
  return { ...cutPage(rows, limit, (row) => [row.id]), total: null };
}
