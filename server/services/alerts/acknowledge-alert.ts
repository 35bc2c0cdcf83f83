import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { type AlertKind, alerts } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { NotFoundError } from '../../errors.ts';
import { recordAudit } from '../audit/record-audit.ts';

/** Findings that are over as soon as somebody knows of them; the others end when their cause does. */
const events: readonly AlertKind[] = ['missed_run', 'server_failed', 'webhook_refused', 'claim_unclear'];

/** Notes that somebody saw to an alert. A repeat changes nothing. @throws NotFoundError. */
export async function acknowledgeAlert(
  ctx: Context,
  { id }: InputOf<typeof api.alerts.acknowledge>,
): Promise<OutputOf<typeof api.alerts.acknowledge>> {
  return withTransaction(ctx, async (tx) => {
    const [acknowledged] = await tx.db
      .update(alerts)
      .set({
        acknowledgedAt: tx.clock.now(),
        acknowledgedBy: tx.actor.name,
        resolvedAt: sql`CASE WHEN ${inArray(alerts.kind, [...events])} THEN ${tx.clock.now().toISOString()}::timestamptz ELSE ${alerts.resolvedAt} END`,
      })
      .where(and(eq(alerts.id, id), isNull(alerts.acknowledgedAt)))
      .returning();
    if (acknowledged) {
      await recordAudit(tx, {
        action: 'alert.acknowledged',
        subject: `alert:${id}`,
        after: { kind: acknowledged.kind },
      });
      return acknowledged;
    }
    const [alert] = await tx.db.select().from(alerts).where(eq(alerts.id, id));
    if (!alert) throw new NotFoundError('alert', { id });
    return alert;
  });
}
