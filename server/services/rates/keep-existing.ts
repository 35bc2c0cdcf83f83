import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';

/**
 * Keeps the servers a package has now on the price it has until `from`, each by a row of its own from the same instant:
 * one statement, whatever their number. It holds while the server has this package; those with a price of their own
 * keep that. Returns how many were kept.
 */
export async function keepExisting(
  tx: Context,
  { packageId, from, reason }: { packageId: number; from: Date; reason: string | null },
): Promise<number> {
  const at = sql`${from.toISOString()}::timestamptz`;
  const { rowCount } = await tx.db.execute(sql`
    INSERT INTO rates (server_id, while_package_id, monthly_price_micros, effective_from, running_percent,
      stopped_percent, suspended_percent, reason, created_by, created_at)
    SELECT s.id, ${packageId}, old.monthly_price_micros, ${at}, old.running_percent, old.stopped_percent,
      old.suspended_percent, ${reason}, ${tx.actor.kind === 'admin' ? tx.actor.id : null}, ${tx.clock.now().toISOString()}::timestamptz
    FROM servers s CROSS JOIN (SELECT * FROM rates WHERE package_id = ${packageId} AND effective_from < ${at}
      ORDER BY effective_from DESC, id DESC LIMIT 1) old
    LEFT JOIN LATERAL (SELECT ends, while_package_id FROM rates WHERE server_id = s.id AND effective_from <= ${at}
      ORDER BY effective_from DESC, id DESC LIMIT 1) own ON true
    WHERE s.package_id = ${packageId} AND s.gone_at IS NULL
      AND (own.ends IS NULL OR own.ends OR (own.while_package_id IS NOT NULL AND own.while_package_id <> ${packageId}))
    ON CONFLICT DO NOTHING`);
  return rowCount ?? 0;
}
