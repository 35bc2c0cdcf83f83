import { sql } from 'drizzle-orm';
import type { ChargeExplanation } from '#shared/api/charges.ts';
import type { Context } from '../../context.ts';
import { secondsText } from '../billing/decimal-text.ts';
import type { ChangeColumns } from './load-corrected-facts.ts';

type Told = ChargeExplanation['corrections'][number];

interface Row extends ChangeColumns, Record<string, unknown> {
  hour: Date;
  replay_id: number;
  reason: string;
  by: string;
  package_name: string | null;
  posted_at: Date;
  amount: bigint;
  seconds: number;
  weighted: number;
  capped: number;
  transaction_id: bigint | null;
}

/** What was put right about these hours of a server: by hour (as getTime tells it), in the order it was posted. */
export async function findCorrections(
  ctx: Context,
  { serverId, hours }: { serverId: number; hours: readonly Date[] },
): Promise<Map<number, Told[]>> {
  const { rows } = await ctx.db.execute<Row>(sql`
    SELECT c.hour, c.replay_id, r.reason, r.decided_by_name AS by, r.change, r.package_id,
      r.monthly_price_micros AS monthly_price, r.gap_policy, p.name AS package_name, s.posted_at, c.amount_micros AS amount,
      c.seconds, c.weighted, c.capped, c.transaction_id
    FROM (SELECT * FROM charge_corrections WHERE server_id = ${serverId}::bigint
      AND hour = ANY(${sql.param(hours.map((hour) => hour.toISOString()))}::timestamptz[])) c
    JOIN replays r ON r.id = c.replay_id
    JOIN replay_servers s ON s.replay_id = c.replay_id AND s.server_id = c.server_id
    LEFT JOIN packages p ON p.id = r.package_id
    ORDER BY c.id`);
  const byHour = new Map<number, Told[]>();
  for (const row of rows) {
    const hour = row.hour.getTime();
    byHour.set(hour, [...(byHour.get(hour) ?? []), correctionOf(row)]);
  }
  return byHour;
}

function correctionOf(row: Row): Told {
  return {
    replay: {
      id: row.replay_id,
      reason: row.reason,
      by: row.by,
      change: {
        kind: row.change,
        packageId: row.package_id,
        packageName: row.package_name,
        monthlyPrice: row.monthly_price,
        policy: row.gap_policy,
      },
    },
    postedAt: row.posted_at,
    amount: row.amount,
    seconds: row.seconds,
    weightedSeconds: secondsText(row.weighted),
    cappedSeconds: secondsText(row.capped),
    transactionId: row.transaction_id === null ? null : Number(row.transaction_id),
  };
}
