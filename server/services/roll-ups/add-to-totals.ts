import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';

/**
 * Adds rows to both roll-ups in one statement. `source` selects hour, server_id, customer_id, package_id, rate_id,
 * charges (1 for a charge, 0 for a correction of one), seconds, weighted, capped and amount_micros; its last four may be
 * signed. Rows go in by the order of the keys, so that two at once wait for each other instead of dying together.
 */
export async function addToTotals(tx: Context, source: SQL): Promise<void> {
  await tx.db.execute(sql`
    WITH source AS MATERIALIZED (${source}), by_hour AS (
      INSERT INTO hour_totals AS t (hour, package_id, ${columns})
      SELECT hour, package_id, ${sums} FROM source GROUP BY hour, package_id ORDER BY hour, package_id
      ON CONFLICT (hour, package_id) DO UPDATE SET ${added}
    )
    INSERT INTO server_months AS t (month, customer_id, server_id, package_id, rate_id, ${columns})
    SELECT date_trunc('month', hour, 'UTC'), customer_id, server_id, package_id, rate_id, ${sums}
    FROM source GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 5, 4
    ON CONFLICT (month, customer_id, server_id, rate_id, package_id) DO UPDATE SET ${added}`);
}

const names = ['charges', 'seconds', 'weighted', 'capped', 'amount_micros'] as const;

const list = (of: (name: string) => string) => sql.raw(names.map(of).join(', '));

/** What both roll-ups sum, as columns, as sums of such rows, and as what a conflict adds. */
const columns = list((name) => name);
export const sums = list((name) => `sum(${name})::bigint AS ${name}`);
const added = list((name) => `${name} = t.${name} + excluded.${name}`);

const amounts = sql`c.seconds, c.weighted, c.capped, c.amount_micros`;
const keys = sql`c.hour, c.server_id, c.customer_id, c.package_id, c.rate_id`;

/** Charges as rows to be summed, of months in full; follow with a WHERE of `c`. */
export const chargeRows = sql`SELECT ${keys}, 1 AS charges, ${amounts} FROM hourly_charges c`;

/** The same of all months, packed ones too. */
const everyChargeRow = sql`SELECT ${keys}, 1 AS charges, ${amounts} FROM every_charge c`;

/** What replays corrected: differences, of hours that have their charge already. */
export const correctionRows = sql`SELECT ${keys}, 0 AS charges, ${amounts} FROM charge_corrections c`;

/** All that the roll-ups have been given. */
export const rolledUpRows = sql`${everyChargeRow} JOIN billing_runs r ON r.id = c.run_id AND r.rolled_up_at IS NOT NULL
  UNION ALL ${correctionRows} JOIN replays r ON r.id = c.replay_id AND r.rolled_up_at IS NOT NULL`;
