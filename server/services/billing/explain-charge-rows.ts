import { sql } from 'drizzle-orm';
import type { ChargeExplanation } from '#shared/api/charges.ts';
import type { Context } from '../../context.ts';
import { chargesIn } from '../servers/charged-hours.ts';
import { secondsText } from './decimal-text.ts';

type Told = Pick<
  ChargeExplanation,
  'server' | 'customer' | 'amount' | 'seconds' | 'weightedSeconds' | 'cappedSeconds' | 'inGap'
>;

/** A charge as it stands in the books, with the names of what it points to. */
export interface ChargeRow {
  hour: Date;
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
  hour: Date;
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

/** The charges of a server among these hours, oldest first: one statement, each row by its key. */
export async function findCharges(
  ctx: Context,
  { serverId, hours }: { serverId: number; hours: readonly Date[] },
): Promise<ChargeRow[]> {
  const { rows } = await ctx.db.execute<Found>(sql`
    SELECT h.hour, s.name AS server_name, h.customer_id, c.name AS customer_name, h.package_id, h.rate_id, h.terms_id,
      h.seconds, h.weighted, h.capped, h.amount_micros AS amount, h.in_gap, r.effective_from AS rate_from,
      r.server_id AS rate_server_id, p.name AS rate_package_name, r.reason AS rate_reason, a.name AS rate_by,
      b.id AS run_id, b.status AS run_status, b.trigger AS run_trigger, b.opened_at AS run_opened_at, b.until AS run_until,
      t.id AS transaction_id, t.reason AS transaction_reason, t.amount_micros AS transaction_amount,
      t.to_account_id = t.wallet_account_id AS is_gain, t.wallet_balance_micros AS balance_after, t.created_at AS transaction_at,
      v.id AS reversal_id, v.reason AS reversal_reason, v.created_at AS reversal_at
    FROM (SELECT * FROM every_charge WHERE ${chargesIn(hours, serverId)}) h
    JOIN servers s ON s.id = h.server_id JOIN rates r ON r.id = h.rate_id JOIN billing_runs b ON b.id = h.run_id
    LEFT JOIN customers c ON c.id = h.customer_id LEFT JOIN packages p ON p.id = r.package_id
    LEFT JOIN admins a ON a.id = r.created_by LEFT JOIN transactions t ON t.id = h.transaction_id
    LEFT JOIN transactions v ON v.reverses_id = t.id ORDER BY h.hour`);
  return rows.map((row) => ({
    hour: row.hour,
    ...toldOf(row, serverId),
    ...priceOfRow(row),
    ...movedBy(row),
  }));
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
