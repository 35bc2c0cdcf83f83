import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { monthOf } from '#shared/billing/billing-month.ts';
import { type Micros, sum } from '#shared/billing/money.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { InvalidInputError } from '../../errors.ts';
import { getCustomer } from '../customers/get-customer.ts';
import { findTransactions } from '../ledger/transaction-rows.ts';
import { findBilledUntil } from '../reports/billed-until.ts';
import { chargedMonths } from '../roll-ups/charged-totals.ts';
import { readBillingSettings } from '../settings/get-billing-settings.ts';
import { statementLines } from './statement-lines.ts';

export type MonthlyStatement = OutputOf<typeof api.statements.get>;

/** More than a person makes by hand in a month; a statement with more would have to leave some out. */
const MOST_MOVEMENTS = 1000;

/**
 * What a customer had, paid in and was charged in a UTC month. An hour belongs to the month it lies in, whenever it was
 * billed; anything else to the month it was written in. So the statement of a month whose hours still wait may grow, and
 * opening + moved + carried − usage = closing, the opening of the next. Read in one snapshot: no run commits in between.
 * @throws NotFoundError for the customer, InvalidInputError for a month that has not begun
 */
export async function monthlyStatement(
  ctx: Context,
  { id, month: name }: InputOf<typeof api.statements.get>,
): Promise<MonthlyStatement> {
  const month = monthOf(Date.parse(`${name}-01T00:00:00Z`) / 1000);
  const [from, until] = [new Date(month.from * 1000), new Date(month.until * 1000)];
  if (from > ctx.clock.now()) throw new InvalidInputError('month', 'This month has not begun yet');
  return withTransaction(ctx, async (tx) => {
    await tx.db.execute(sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY`);
    const { externalId, name: customerName, email, balance } = await getCustomer(tx, { id });
    const since = await sinceThen(tx, { customerId: id, from });
    const movements = await movementsIn(tx, { customerId: id, from, until });
    const lines = await statementLines(tx, { customerId: id, month: from });
    const carried = await carriedSince(tx, { customerId: id, from, until });
    const moved = sum(movements.map(({ walletChange }) => walletChange));
    const usage = {
      charges: lines.reduce((count, line) => count + line.charges, 0),
      seconds: lines.reduce((count, line) => count + line.seconds, 0),
      amount: sum(lines.map(({ amount }) => amount)),
      corrected: sum(lines.map(({ corrected }) => corrected)),
    };
    const carriedByNow = await carriedSince(tx, { customerId: id, from, until: null });
    const opening = balance - since.moved - carriedByNow + since.charged;
    return {
      customer: { id, externalId, name: customerName, email },
      month: month.name,
      from,
      until,
      currency: (await readBillingSettings(tx)).row.currency,
      billedUntil: await findBilledUntil(tx),
      opening,
      movements,
      moved,
      carried,
      lines,
      usage,
      closing: opening + moved + carried - usage.amount,
    };
  });
}

/** What moved the wallet since an instant but for hours, and what the hours since then were charged. */
async function sinceThen(
  tx: Context,
  { customerId, from }: { customerId: number; from: Date },
): Promise<{ moved: Micros; charged: Micros }> {
  const { rows } = await tx.db.execute<{ moved: bigint; charged: bigint }>(sql`
    SELECT (SELECT coalesce(sum(CASE WHEN t.to_account_id = t.wallet_account_id THEN t.amount_micros ELSE -t.amount_micros END), 0)::bigint
        FROM transactions t WHERE ${ofWallet(customerId)} AND t.created_at >= ${from.toISOString()}::timestamptz) AS moved,
      (SELECT coalesce(sum(amount_micros), 0)::bigint FROM ${chargedMonths(monthsSince(from, tx.clock.now()), customerId)} c) AS charged`);
  const [row] = rows;
  if (!row) throw new Error('A SELECT without FROM is always one row');
  return row;
}

/** What was carried to VirtFusion's credit: as many rows as there are hours, so that only their sum is told. */
async function carriedSince(
  tx: Context,
  { customerId, from, until }: { customerId: number; from: Date; until: Date | null },
): Promise<Micros> {
  const { rows } = await tx.db.execute<{ carried: bigint }>(sql`
    SELECT coalesce(sum(CASE WHEN t.to_account_id = t.wallet_account_id THEN t.amount_micros ELSE -t.amount_micros END), 0)::bigint AS carried
    FROM transactions t WHERE t.wallet_account_id = (SELECT id FROM accounts WHERE customer_id = ${customerId}::int)
      AND t.kind = 'credit' AND t.created_at >= ${from.toISOString()}::timestamptz
      AND t.created_at < coalesce(${until?.toISOString() ?? null}::timestamptz, 'infinity')`);
  return rows[0]?.carried ?? 0n;
}

async function movementsIn(
  tx: Context,
  { customerId, from, until }: { customerId: number; from: Date; until: Date },
): Promise<MonthlyStatement['movements']> {
  const found = await findTransactions(tx, {
    where: sql`${ofWallet(customerId)} AND t.created_at >= ${from.toISOString()}::timestamptz AND t.created_at < ${until.toISOString()}::timestamptz`,
    order: sql`t.created_at, t.id`,
    limit: MOST_MOVEMENTS + 1,
  });
  if (found.length > MOST_MOVEMENTS) {
    throw new InvalidInputError(
      'month',
      `More than ${MOST_MOVEMENTS} movements were written by hand in this month: read them in the list of transactions`,
    );
  }
  return found.map(({ walletVersion: _version, ...movement }) => movement);
}

/** Movements of a wallet that belong to the instant they were written; an hour's belong to the hour. */
function ofWallet(customerId: number) {
  return sql`t.wallet_account_id = (SELECT id FROM accounts WHERE customer_id = ${customerId}::int) AND t.kind NOT IN ('hourly', 'correction', 'credit')`;
}

function monthsSince(from: Date, now: Date): Date[] {
  const months: Date[] = [];
  for (let at = from.getTime() / 1000; at * 1000 <= now.getTime(); at = monthOf(at).until) {
    months.push(new Date(at * 1000));
  }
  return months;
}
