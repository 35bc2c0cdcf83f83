import { sql } from 'drizzle-orm';
import type { ChargeExplanation } from '#shared/api/charges.ts';
import { monthOf } from '#shared/billing/billing-month.ts';
import { hoursBetween, type Instant } from '#shared/billing/period.ts';
import type { MonthSoFar } from '#shared/billing/statement.ts';
import type { Context } from '../../context.ts';
import { NotFoundError } from '../../errors.ts';
import { chargesIn } from '../servers/charged-hours.ts';
import { secondsText } from './decimal-text.ts';

type Told = Pick<
  ChargeExplanation,
  'server' | 'customer' | 'amount' | 'seconds' | 'weightedSeconds' | 'cappedSeconds' | 'inGap'
>;

/** A charge as it stands in the books, with the names of what it points to. */
export interface ChargeRow {
  told: Told;
  /** Hundredths of seconds after the cap. */
  weighted: number;
  packageId: number | null;
  termsId: number;
  rate: Pick<ChargeExplanation['rate'], 'id' | 'from' | 'of' | 'packageName' | 'reason' | 'setBy'>;
  run: ChargeExplanation['run'];
  transaction: ChargeExplanation['transaction'];
}

interface Found extends Record<string, unknown> {
  server_name: string;
  customer_id: number;
  customer_name: string | null;
  package_id: number | null;
  rate_id: number;
  terms_id: number;
  seconds: number;
  weighted: number;
  capped: number;
  amount: bigint;
  in_gap: boolean;
  rate_from: Date;
  rate_server_id: number | null;
  rate_package_name: string | null;
  rate_reason: string | null;
  rate_by: string | null;
  run_id: number;
  run_status: ChargeExplanation['run']['status'];
  run_trigger: ChargeExplanation['run']['trigger'];
  run_opened_at: Date;
  run_until: Date;
  transaction_id: bigint | null;
  transaction_reason: string | null;
  transaction_amount: bigint | null;
  is_gain: boolean | null;
  balance_after: bigint | null;
  transaction_at: Date | null;
  reversal_id: bigint | null;
  reversal_reason: string | null;
  reversal_at: Date | null;
}

/** One charge by its key. @throws NotFoundError */
export async function findCharge(
  ctx: Context,
  { serverId, hour }: { serverId: number; hour: Date },
): Promise<ChargeRow> {
  const { rows } = await ctx.db.execute<Found>(sql`
    SELECT s.name AS server_name, h.customer_id, c.name AS customer_name, h.package_id, h.rate_id, h.terms_id,
      h.seconds, h.weighted, h.capped, h.amount_micros AS amount, h.in_gap, r.effective_from AS rate_from,
      r.server_id AS rate_server_id, p.name AS rate_package_name, r.reason AS rate_reason, a.name AS rate_by,
      b.id AS run_id, b.status AS run_status, b.trigger AS run_trigger, b.opened_at AS run_opened_at, b.until AS run_until,
      t.id AS transaction_id, t.reason AS transaction_reason, t.amount_micros AS transaction_amount,
      t.to_account_id = t.wallet_account_id AS is_gain, t.wallet_balance_micros AS balance_after, t.created_at AS transaction_at,
      v.id AS reversal_id, v.reason AS reversal_reason, v.created_at AS reversal_at
    FROM (SELECT * FROM every_charge WHERE ${chargesIn([hour], serverId)}) h
    JOIN servers s ON s.id = h.server_id JOIN rates r ON r.id = h.rate_id JOIN billing_runs b ON b.id = h.run_id
    LEFT JOIN customers c ON c.id = h.customer_id LEFT JOIN packages p ON p.id = r.package_id
    LEFT JOIN admins a ON a.id = r.created_by LEFT JOIN transactions t ON t.id = h.transaction_id
    LEFT JOIN transactions v ON v.reverses_id = t.id`);
  const [row] = rows;
  if (!row) throw new NotFoundError('charge', { server: serverId, hour: hour.toISOString() });
  return { ...toldOf(row, serverId), ...priceOfRow(row), ...movedBy(row) };
}

function toldOf(
  row: Found,
  serverId: number,
): Pick<ChargeRow, 'told' | 'weighted' | 'packageId' | 'termsId'> {
  return {
    told: {
      server: { id: serverId, name: row.server_name },
      customer: { id: row.customer_id, name: row.customer_name },
      amount: row.amount,
      seconds: row.seconds,
      weightedSeconds: secondsText(row.weighted),
      cappedSeconds: secondsText(row.capped),
      inGap: row.in_gap,
    },
    weighted: row.weighted,
    packageId: row.package_id,
    termsId: row.terms_id,
  };
}

function priceOfRow(row: Found): Pick<ChargeRow, 'rate'> {
  return {
    rate: {
      id: row.rate_id,
      from: row.rate_from,
      of: row.rate_server_id === null ? 'package' : 'server',
      packageName: row.rate_package_name,
      reason: row.rate_reason,
      setBy: row.rate_by,
    },
  };
}

function movedBy(row: Found): Pick<ChargeRow, 'run' | 'transaction'> {
  const run = {
    id: row.run_id,
    status: row.run_status,
    trigger: row.run_trigger,
    openedAt: row.run_opened_at,
    until: row.run_until,
  };
  const { transaction_id: id, transaction_amount: amount, balance_after: balanceAfter } = row;
  if (id === null || amount === null || balanceAfter === null || row.transaction_at === null) {
    return { run, transaction: null };
  }
  return {
    run,
    transaction: {
      id: Number(id),
      reason: row.transaction_reason ?? '',
      amount,
      balanceBefore: row.is_gain ? balanceAfter - amount : balanceAfter + amount,
      balanceAfter,
      createdAt: row.transaction_at,
      reversal: reversalOf(row),
    },
  };
}

function reversalOf({ reversal_id: id, reversal_reason: reason, reversal_at: createdAt }: Found) {
  if (id === null || reason === null || createdAt === null) return null;
  return { id: Number(id), reason, createdAt };
}

export interface MonthBefore {
  from: Date;
  month: MonthSoFar | null;
}

/**
 * What the billing month of the hour had counted before it: by the charges of its hours themselves, and by those
 * corrections of them that were posted before the hour was billed.
 */
export async function monthBefore(
  ctx: Context,
  { serverId, hour }: { serverId: number; hour: Instant },
): Promise<MonthBefore> {
  const { from } = monthOf(hour);
  const hours = hoursBetween({ from, until: hour }).map((at) => new Date(at * 1000));
  const { rows } = await ctx.db.execute<{ rate_id: number; hours_per_month: number; weighted: bigint }>(sql`
    WITH known AS (
      SELECT c.id, c.hour, c.rate_id, c.terms_id, c.weighted FROM charge_corrections c
      JOIN replay_servers s ON s.replay_id = c.replay_id AND s.server_id = c.server_id
      WHERE c.server_id = ${serverId}::bigint AND c.hour >= to_timestamp(${from}) AND c.hour < to_timestamp(${hour})
        AND s.billed_until <= to_timestamp(${hour})
    ), counted AS (
      SELECT h.hour, coalesce(l.rate_id, h.rate_id) AS rate_id, coalesce(l.terms_id, h.terms_id) AS terms_id,
        h.weighted + coalesce(l.weighted, 0) AS weighted
      FROM (SELECT * FROM every_charge WHERE ${chargesIn(hours, serverId)}) h
      LEFT JOIN (SELECT hour, sum(weighted) AS weighted, (array_agg(rate_id ORDER BY id DESC))[1] AS rate_id,
          (array_agg(terms_id ORDER BY id DESC))[1] AS terms_id FROM known GROUP BY hour) l ON l.hour = h.hour
    )
    SELECT h.rate_id, t.hours_per_month, sum(h.weighted)::bigint AS weighted
    FROM counted h JOIN billing_terms t ON t.id = h.terms_id
    GROUP BY h.rate_id, t.hours_per_month ORDER BY min(h.hour)`);
  const counts = rows
    .map((row) => ({
      rateId: row.rate_id,
      hoursPerMonth: row.hours_per_month,
      weighted: Number(row.weighted),
    }))
    .filter((count) => count.weighted > 0);
  const cappedWeighted = counts.reduce((sum, count) => sum + count.weighted, 0);
  const month = counts.length === 0 ? null : { month: from, cappedWeighted, counts };
  return { from: new Date(from * 1000), month };
}
