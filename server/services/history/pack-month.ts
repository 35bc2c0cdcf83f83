import { sql } from 'drizzle-orm';
import { formatMoney } from '#shared/billing/money.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { closeMonth } from './close-month.ts';
import type { HistoryMonth } from './history-month.ts';
import { packServers } from './pack-servers.ts';

/** Servers of one transaction: bounds how long it lasts, and what a kill undoes. */
const SERVERS_AT_A_TIME = 500;

/** Above every id: the last range takes whatever is left, known as a server or not. */
const NO_HIGHER_ID = 2_147_483_647;

export interface PackInput {
  month: HistoryMonth;
  /** Between two transactions it stops when this is aborted. */
  signal?: AbortSignal | undefined;
  serversAtATime?: number | undefined;
}

/**
 * Packs a closed month, some servers at a time, each lot proved hour by hour in the transaction that packs it; then has
 * it read from there. Safe to repeat, to be killed, and for two at once: what is packed already is not packed again.
 * Returns false when it was stopped before the end. @throws ConflictError with why the month may not be packed
 */
export async function packMonth(
  ctx: Context,
  { month, signal, serversAtATime }: PackInput,
): Promise<boolean> {
  await closeMonth(ctx, month);
  for (;;) {
    if (signal?.aborted) return false;
    const done = await withTransaction(ctx, (tx) =>
      packNextServers(tx, month, serversAtATime ?? SERVERS_AT_A_TIME),
    );
    if (done) return true;
  }
}

/** Returns whether the month is packed. */
async function packNextServers(tx: Context, month: HistoryMonth, most: number): Promise<boolean> {
  const from = month.from.toISOString();
  const { rows } = await tx.db.execute<{ after: number; through: number | null; packed_at: Date | null }>(sql`
    SELECT m.packed_through AS after, m.packed_at, (SELECT server_id FROM server_meters
      WHERE server_id > m.packed_through ORDER BY server_id OFFSET ${most - 1} LIMIT 1) AS through
    FROM packed_months m WHERE m.month = ${from}::timestamptz FOR UPDATE`);
  const [state] = rows;
  if (!state) throw new Error(`${month.name} is not closed`);
  if (state.packed_at) return true;
  // What a few hundred servers need to be sorted and compared in memory.
  await tx.db.execute(sql`SET LOCAL work_mem = '64MB'`);
  const range = { after: state.after, through: state.through ?? NO_HIGHER_ID };
  const packed = await packServers(tx, month, range);
  await tx.db.execute(sql`
    UPDATE packed_months SET packed_through = ${range.through}, charges = charges + ${packed.charges},
      amount_micros = amount_micros + ${packed.amount}
    WHERE month = ${from}::timestamptz`);
  if (state.through !== null) return false;
  await finish(tx, month);
  return true;
}

/** From here on every reader takes the hours of this month from what is packed. */
async function finish(tx: Context, month: HistoryMonth): Promise<void> {
  const { rows } = await tx.db.execute<{ charges: bigint; amount: bigint }>(sql`
    UPDATE packed_months SET packed_at = ${tx.clock.now().toISOString()}::timestamptz
    WHERE month = ${month.from.toISOString()}::timestamptz RETURNING charges, amount_micros AS amount`);
  const [packed] = rows;
  if (!packed) throw new Error(`${month.name} is not closed`);
  const after = { charges: Number(packed.charges), amount: formatMoney(packed.amount) };
  await recordAudit(tx, { action: 'history.packed', subject: `month:${month.name}`, after });
  tx.log.info('month packed', { month: month.name, ...after });
}
