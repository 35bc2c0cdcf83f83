import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { joinPresentRates, presentPercent, presentPrice, presentRates } from '../rates/present-rates.ts';
import { termsInForce } from '../settings/terms-in-force.ts';

/**
 * Customers to judge, by id, from one id on: who owes, who is on the ladder, whose servers we wished suspended, and who
 * lasts for fewer hours than are warned of. One pass over the servers that are there, each at its rate and the
 * percentage of its state; what is decided of them is worked out exactly.
 */
export async function findCandidates(
  ctx: Context,
  { warnHours, after, limit }: { warnHours: number; after: number; limit: number },
): Promise<number[]> {
  const at = ctx.clock.now();
  const terms = await termsInForce(ctx, at);
  const { rows } = await ctx.db.execute<{ customer_id: number }>(sql`
    WITH ${presentRates(at)}, burn AS (
      SELECT s.customer_id,
        sum(${presentPrice} * ${presentPercent(terms)})::numeric / (100 * ${terms.hoursPerMonth}::int) AS micros
      FROM servers s ${joinPresentRates} WHERE s.gone_at IS NULL AND s.customer_id > ${after} GROUP BY s.customer_id
    ), found AS (
      SELECT customer_id FROM accounts WHERE kind = 'wallet' AND balance_micros < 0
      UNION SELECT customer_id FROM customer_dunning
      UNION SELECT s.customer_id FROM panel_wishes w JOIN servers s ON s.id = w.server_id WHERE w.wanted = 'suspended'
      -- An hour more than is warned of: hours are rounded as charges are only where it is worked out exactly.
      UNION SELECT a.customer_id FROM burn b JOIN accounts a ON a.customer_id = b.customer_id AND a.kind = 'wallet'
        WHERE b.micros > 0 AND a.balance_micros < b.micros * ${warnHours + 1}::int
    )
    SELECT customer_id FROM found WHERE customer_id > ${after} ORDER BY customer_id LIMIT ${limit}`);
  return rows.map((row) => row.customer_id);
}
