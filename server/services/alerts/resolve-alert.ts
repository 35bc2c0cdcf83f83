import { and, eq, isNull } from 'drizzle-orm';
import { type AlertKind, alerts } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';

/** Says that what was found is over. Nothing happens when nothing was found. */
export async function resolveAlert(
  ctx: Context,
  { kind, subject }: { kind: AlertKind; subject: string },
): Promise<void> {
  await ctx.db
    .update(alerts)
    .set({ resolvedAt: ctx.clock.now() })
    .where(and(eq(alerts.kind, kind), eq(alerts.subject, subject), isNull(alerts.resolvedAt)));
}
