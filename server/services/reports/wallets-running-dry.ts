import { sql } from 'drizzle-orm';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { findCustomers } from '../customers/customer-rows.ts';
import { spendable } from '../customers/spendable.ts';
import { joinPresentRates, presentPercent, presentPrice, presentRates } from '../rates/present-rates.ts';
import { termsInForce } from '../settings/terms-in-force.ts';
import { readWalletSettings } from '../settings/wallet-mode.ts';

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
  const at = ctx.clock.now();
  const terms = await termsInForce(ctx, at);
  const { join, balance } = spendable(await readWalletSettings(ctx));
  const { rows } = await ctx.db.execute<{ customer_id: number; customers: number }>(sql`
    WITH ${presentRates(at)}, burn AS (
      SELECT s.customer_id,
        sum(${presentPrice} * ${presentPercent(terms)})::numeric / (100 * ${terms.hoursPerMonth}::int) AS micros
      FROM servers s ${joinPresentRates} WHERE s.gone_at IS NULL GROUP BY s.customer_id
    )
    SELECT a.customer_id, count(*) OVER ()::int AS customers
    FROM burn b JOIN accounts a ON a.customer_id = b.customer_id AND a.kind = 'wallet' ${join}
    WHERE b.micros > 0 AND ${balance} < b.micros * ${WITHIN_HOURS}::int
    ORDER BY greatest(${balance}, 0) / b.micros, ${balance} LIMIT ${MOST_SHOWN}`);
  return rows;
}
