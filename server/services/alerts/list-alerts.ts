import { and, desc, eq, gt, isNotNull, isNull, lt, lte, or, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { alerts } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { cutPage, decodeCursor, whole } from '../paging/cursor.ts';

type Input = InputOf<typeof api.alerts.list>;

/** Alerts, newest first; the open ones only when asked so. @throws InvalidInputError for a foreign cursor */
export async function listAlerts(ctx: Context, input: Input): Promise<OutputOf<typeof api.alerts.list>> {
  const after = decodeCursor(input.cursor, z.tuple([whole]));
  const rows = await ctx.db
    .select()
    .from(alerts)
    .where(
      and(
        input.state ? inState(input.state, ctx.clock.now()) : undefined,
        input.open === 'yes' && !input.state ? isNull(alerts.resolvedAt) : undefined,
        input.kind ? eq(alerts.kind, input.kind) : undefined,
        after ? lt(alerts.id, after[0]) : undefined,
      ),
    )
    .orderBy(desc(alerts.id))
    .limit(input.limit + 1);
  return { ...cutPage(rows, input.limit, (row) => [row.id]), total: null };
}

/** One that was snoozed comes back by the clock alone: nothing has to be written for it. */
export function inState(state: NonNullable<Input['state']>, now: Date): SQL | undefined {
  switch (state) {
    case 'waiting':
      return and(isNull(alerts.resolvedAt), or(isNull(alerts.snoozedUntil), lte(alerts.snoozedUntil, now)));
    case 'snoozed':
      return and(isNull(alerts.resolvedAt), gt(alerts.snoozedUntil, now));
    case 'over':
      return isNotNull(alerts.resolvedAt);
    default:
      return state satisfies never;
  }
}
