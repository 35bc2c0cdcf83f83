import { type SQL, sql } from 'drizzle-orm';
import { chargeRows, correctionRows, sums } from './add-to-totals.ts';

/** Hours, from one until before another. */
export interface Hours {
  from: Date;
  until: Date;
}

/**
 * A table to select from: hour, package_id and the sums of `hour_totals`, with what is not rolled up yet. An hour may
 * have several rows; add them up. One statement sees each charge once, whenever a roll-up commits.
 */
export function chargedHours({ from, until }: Hours): SQL {
  const [first, end] = [sql`${from.toISOString()}::timestamptz`, sql`${until.toISOString()}::timestamptz`];
  return sql`(
    SELECT hour, package_id, charges, seconds, weighted, capped, amount_micros FROM hour_totals
    WHERE hour >= ${first} AND hour < ${end}
    UNION ALL ${pending(sql`hour, package_id`, sql`c.hour >= ${first} AND c.hour < ${end}`)})`;
}

/**
 * A table to select from: month, customer_id, server_id, package_id, rate_id and the sums of `server_months` in these
 * months, of all customers or of one, with what is not rolled up yet.
 */
export function chargedMonths(months: readonly Date[], customerId?: number): SQL {
  const [first, last] = [months[0], months.at(-1)];
  if (!first || !last) throw new Error('chargedMonths wants at least one month');
  const list = sql`${sql.param(months.map((month) => month.toISOString()))}::timestamptz[]`;
  const ofCustomer = customerId === undefined ? sql`true` : sql`customer_id = ${customerId}::int`;
  return sql`(
    SELECT month, customer_id, server_id, package_id, rate_id, charges, seconds, weighted, capped, amount_micros
    FROM server_months WHERE month = ANY(${list}) AND ${ofCustomer}
    UNION ALL ${pending(
      sql`month, customer_id, server_id, package_id, rate_id`,
      sql`date_trunc('month', c.hour, 'UTC') = ANY(${list}) AND ${ofCustomer}
        AND c.hour >= ${first.toISOString()}::timestamptz AND c.hour < ${last.toISOString()}::timestamptz + interval '1 month'`,
    )})`;
}

/** Charges of runs and corrections of replays that are under way, or done and not added yet, summed by `key`. */
function pending(key: SQL, where: SQL): SQL {
  return sql`
    SELECT p.* FROM (
      SELECT r.id, r.until,
        coalesce(r.first_hour, (SELECT min(b.first_hour) FROM billing_batches b WHERE b.run_id = r.id)) AS first_hour
      FROM billing_runs r WHERE r.rolled_up_at IS NULL) run
    CROSS JOIN LATERAL (
      SELECT ${key}, ${sums} FROM (
        SELECT *, date_trunc('month', hour, 'UTC') AS month FROM (${chargeRows}
          WHERE c.run_id = run.id AND c.hour >= run.first_hour AND c.hour < run.until AND ${where}) charge) charge
      GROUP BY ${key}) p
    UNION ALL SELECT ${key}, ${sums} FROM (
      SELECT *, date_trunc('month', hour, 'UTC') AS month FROM (${correctionRows}
        JOIN replays r ON r.id = c.replay_id AND r.rolled_up_at IS NULL WHERE ${where}) correction) correction
    GROUP BY ${key}`;
}
