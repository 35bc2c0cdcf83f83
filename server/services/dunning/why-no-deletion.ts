import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { readPolicy } from './policy-keys.ts';

const DAY_MS = 86_400_000;

/**
 * Why the deletion of a server cannot be asked for, or confirmed, now; null where it can. Only what we suspended, for a
 * debt that lasts, for longer than its retention, and never on the first day.
 */
export async function whyNoDeletion(ctx: Context, serverId: number): Promise<string | null> {
  const { policy } = await readPolicy(ctx);
  if (!policy.deletion) return 'The dunning policy deletes nothing: it can be allowed there.';
  const { rows } = await ctx.db.execute<{
    ours_since: Date | null;
    suspended_at: Date | null;
    wanted: string;
  }>(sql`
    SELECT w.ours_since, w.wanted, d.suspended_at FROM panel_wishes w JOIN servers s ON s.id = w.server_id
    LEFT JOIN customer_dunning d ON d.customer_id = s.customer_id AND d.stage IN ('suspended', 'expired')
    WHERE w.server_id = ${serverId}::bigint AND s.gone_at IS NULL AND w.applied_version = w.version`);
  const [row] = rows;
  if (row?.wanted === 'deleted') return 'It is handed over to VirtFusion for deletion already.';
  if (!row?.ours_since || row.wanted !== 'suspended')
    return 'Only a server that we suspended can be deleted.';
  if (!row.suspended_at) return 'Its customer is not suspended.';
  const since = Math.max(row.ours_since.getTime(), row.suspended_at.getTime());
  const from = new Date(since + Math.max(1, policy.retentionDays) * DAY_MS);
  if (ctx.clock.now() >= from) return null;
  return `It is kept until ${from.toISOString().slice(0, 16).replace('T', ' ')} UTC.`;
}
