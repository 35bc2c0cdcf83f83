import { sql } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { readBillingSettings } from '../../settings/get-billing-settings.ts';
import type { ComparedCharge } from '../detectors/unusual-charges.ts';

const HOUR_MS = 3_600_000;
/** The same hour of these many days before: daily and weekly habits of a server are no news. */
const DAYS_BEFORE = [1, 2, 7];
/** Candidates brought to the detector; it tells fewer. */
const MOST = 100;

interface CompareRow extends Record<string, unknown> {
  server_id: number;
  name: string;
  amount: bigint;
  before: bigint[];
}

/**
 * The newest hour that the last closed run charged, beside the same hour of days before. Four hours are read by the key
 * of the charges, and only what cost more than ever in them leaves the database.
 */
export async function loadUnusualCharges(
  ctx: Context,
): Promise<{ charges: ComparedCharge[]; currency: string }> {
  const { row: settings } = await readBillingSettings(ctx);
  const hour = await newestChargedHour(ctx);
  if (!hour) return { charges: [], currency: settings.currency };
  const earlier = DAYS_BEFORE.map((days) => new Date(hour.getTime() - days * 24 * HOUR_MS).toISOString());
  const { rows } = await ctx.db.execute<CompareRow>(sql`
    SELECT n.server_id, s.name, n.amount_micros AS amount, b.before
    FROM (SELECT server_id, amount_micros FROM hourly_charges WHERE hour = ${hour.toISOString()} AND amount_micros > 0) n
      JOIN (SELECT server_id, array_agg(amount_micros) AS before, max(amount_micros) AS most
        FROM hourly_charges WHERE hour = ANY(${sql.param(earlier)}::timestamptz[]) GROUP BY server_id) b
        ON b.server_id = n.server_id AND n.amount_micros > 2 * b.most
      JOIN servers s ON s.id = n.server_id
    ORDER BY n.amount_micros DESC LIMIT ${MOST}`);
  const charges = rows.map(({ server_id, name, amount, before }) => ({
    serverId: server_id,
    serverName: name,
    hour,
    amount,
    before,
  }));
  return { charges, currency: settings.currency };
}

async function newestChargedHour(ctx: Context): Promise<Date | null> {
  const { rows } = await ctx.db.execute<{ until: Date }>(sql`
    SELECT until FROM billing_runs WHERE closed_at IS NOT NULL AND charges > 0 ORDER BY id DESC LIMIT 1`);
  return rows[0] ? new Date(rows[0].until.getTime() - HOUR_MS) : null;
}
