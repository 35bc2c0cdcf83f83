import { sql } from 'drizzle-orm';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { findCustomers } from '../customers/customer-rows.ts';
import { termsInForce } from '../settings/terms-in-force.ts';

type RunningDry = OutputOf<typeof api.dashboard.get>['runningDry'];

const WITHIN_HOURS = 72;
const MOST_SHOWN = 6;

/** Customers whose wallet lasts for less than three days at the present rate, the emptiest first. */
export async function walletsRunningDry(ctx: Context): Promise<RunningDry> {
  const found = await findEmptiest(ctx);
  const ids = found.map((row) => row.customer_id);
  const customers = await findCustomers(ctx, {
    where: sql`c.id = ANY(${sql.param(ids)}::int[])`,
    order: sql`c.id`,
    limit: MOST_SHOWN,
  });
  const rows = customers
    .map(({ accountId: _account, ...customer }) => customer)
    .sort(
      (a, b) =>
        (a.hoursLeft ?? WITHIN_HOURS) - (b.hoursLeft ?? WITHIN_HOURS) || Number(a.balance - b.balance),
    );
  return { withinHours: WITHIN_HOURS, customers: found[0]?.customers ?? 0, rows };
}

/**
 * Who they are, in one pass over the servers that are there: each at its rate and the percentage of its state, before
 * an hour is rounded. What is shown of them is worked out exactly.
 */
async function findEmptiest(ctx: Context): Promise<{ customer_id: number; customers: number }[]> {
  const at = ctx.clock.now().toISOString();
  const terms = await termsInForce(ctx, ctx.clock.now());
  const running = sql`coalesce(r.running_percent, ${terms.runningPercent}::int)`;
  const stopped = sql`coalesce(r.stopped_percent, ${terms.stoppedPercent}::int)`;
  const suspended = sql`coalesce(r.suspended_percent, ${terms.suspendedPercent}::int)`;
  const { rows } = await ctx.db.execute<{ customer_id: number; customers: number }>(sql`
    WITH package_rate AS (
      SELECT DISTINCT ON (package_id) package_id, id FROM rates
      WHERE package_id IS NOT NULL AND effective_from <= ${at}::timestamptz ORDER BY package_id, effective_from DESC, id DESC
    ), own_rate AS (
      SELECT DISTINCT ON (server_id) server_id, id, while_package_id, ends FROM rates
      WHERE server_id IS NOT NULL AND effective_from <= ${at}::timestamptz ORDER BY server_id, effective_from DESC, id DESC
    ), burn AS (
      SELECT s.customer_id, sum(r.monthly_price_micros * CASE s.state WHEN 'running' THEN ${running}
          WHEN 'stopped' THEN ${stopped} WHEN 'suspended' THEN ${suspended}
          WHEN 'present' THEN least(${running}, ${stopped}) ELSE 0 END)::numeric
        / (100 * ${terms.hoursPerMonth}::int) AS micros
      FROM servers s LEFT JOIN own_rate o ON o.server_id = s.id
        AND NOT o.ends AND (o.while_package_id IS NULL OR o.while_package_id = s.package_id) LEFT JOIN package_rate p ON p.package_id = s.package_id
        JOIN rates r ON r.id = coalesce(o.id, p.id)
      WHERE s.gone_at IS NULL GROUP BY s.customer_id
    )
    SELECT a.customer_id, count(*) OVER ()::int AS customers
    FROM burn b JOIN accounts a ON a.customer_id = b.customer_id AND a.kind = 'wallet'
    WHERE b.micros > 0 AND a.balance_micros < b.micros * ${WITHIN_HOURS}::int
    ORDER BY greatest(a.balance_micros, 0) / b.micros, a.balance_micros LIMIT ${MOST_SHOWN}`);
  return rows;
}
