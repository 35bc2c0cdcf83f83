import { sql } from 'drizzle-orm';
import type { WatchedWallet } from '#shared/billing/runway-levels.ts';
import type { Context } from '../../context.ts';
import { findCustomers } from '../customers/customer-rows.ts';
import { joinPresentRates, presentPercent, presentPrice, presentRates } from '../rates/present-rates.ts';
import { termsInForce } from '../settings/terms-in-force.ts';

export interface FoundWallet extends WatchedWallet {
  customerId: number;
  hoursLeft: number | null;
  /** Of the wallet, at the latest when its balance was read. */
  version: number;
  /** How often its customer was warned. */
  warnings: number;
}

interface Candidate extends Record<string, unknown> {
  customer_id: number;
  version: string;
  told: number | null;
  peak: string | null;
  warnings: number;
}

/**
 * The wallets that may want a warning: below the highest level, or filled since the last one. Three statements,
 * whatever their number: who they are, what they hold, what their servers cost.
 */
export async function findWatchedWallets(tx: Context, highestLevel: number): Promise<FoundWallet[]> {
  const candidates = new Map(
    (await findCandidates(tx, highestLevel)).map((candidate) => [candidate.customer_id, candidate]),
  );
  const customers = await findCustomers(tx, {
    where: sql`c.id = ANY(${sql.param([...candidates.keys()])}::int[])`,
    order: sql`c.id`,
    limit: candidates.size,
  });
  return customers.flatMap(({ id, balance, burnPerHour, hoursLeft }) => {
    const known = candidates.get(id);
    if (!known) return [];
    const { told, warnings } = known;
    const peak = known.peak === null ? null : BigInt(known.peak);
    return [
      {
        customerId: id,
        balance,
        burnPerHour,
        hoursLeft,
        told,
        peak,
        warnings,
        version: Number(known.version),
      },
    ];
  });
}

/**
 * Burns are summed here before an hour is rounded, so an hour's margin is left; who is found is judged exactly. A
 * payment is told by the wallet's version, which no clock can confuse.
 */
async function findCandidates(tx: Context, highestLevel: number): Promise<Candidate[]> {
  const at = tx.clock.now();
  const terms = await termsInForce(tx, at);
  const { rows } = await tx.db.execute<Candidate>(sql`
    WITH ${presentRates(at)}, burn AS (
      SELECT s.customer_id,
        sum(${presentPrice} * ${presentPercent(terms)})::numeric / (100 * ${terms.hoursPerMonth}::int) AS micros
      FROM servers s ${joinPresentRates} WHERE s.gone_at IS NULL GROUP BY s.customer_id
    ), paid AS (
      SELECT m.customer_id, max(t.wallet_balance_micros) AS peak
      FROM runway_marks m JOIN accounts a ON a.customer_id = m.customer_id AND a.kind = 'wallet'
      JOIN transactions t ON t.wallet_account_id = a.id AND t.to_account_id = a.id AND t.kind NOT IN ('hourly', 'credit')
        AND t.wallet_version > m.wallet_version
      WHERE m.level IS NOT NULL GROUP BY m.customer_id
    )
    SELECT a.customer_id, a.version, m.level AS told, p.peak, coalesce(m.warnings, 0) AS warnings
    FROM accounts a LEFT JOIN burn b ON b.customer_id = a.customer_id
    LEFT JOIN runway_marks m ON m.customer_id = a.customer_id
    LEFT JOIN paid p ON p.customer_id = a.customer_id
    WHERE a.kind = 'wallet'
      AND (p.peak IS NOT NULL OR (b.micros > 0 AND a.balance_micros < b.micros * (${highestLevel}::int + 1)))`);
  return rows;
}
