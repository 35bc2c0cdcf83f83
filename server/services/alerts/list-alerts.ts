import { and, desc, isNull, lt } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { alerts } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { cutPage, decodeCursor, whole } from '../paging/cursor.ts';

/** Alerts, newest first; the open ones only when asked so. */
export async function listAlerts(
  ctx: Context,
  input: InputOf<typeof api.alerts.list>,
): Promise<OutputOf<typeof api.alerts.list>> {
  const after = decodeCursor(input.cursor, z.tuple([whole]));
  const rows = await ctx.db
    .select()
    .from(alerts)
    .where(
      and(
        input.open === 'yes' ? isNull(alerts.resolvedAt) : undefined,
        after ? lt(alerts.id, after[0]) : undefined,
      ),
    )
    .orderBy(desc(alerts.id))
    .limit(input.limit + 1);
  return { ...cutPage(rows, input.limit, (row) => [row.id]), total: null };
}
