import { sql } from 'drizzle-orm';
import type { PreviewedRun } from '#shared/api/preview.ts';
import type { Micros } from '#shared/billing/money.ts';
import type { Context } from '../../context.ts';

const MOST_CUSTOMERS = 1000;
const MOST_BELOW_ZERO = 200;

interface Payer {
  customerId: number;
  hours: number;
  amount: Micros;
  balance: Micros;
}

/** Who would pay, dearest first, and who would be below nothing after it: the first of each, and what the others come to. */
export async function previewedCustomers(
  ctx: Context,
  bills: ReadonlyMap<number, { hours: number; amount: Micros }>,
): Promise<Pick<PreviewedRun, 'customers' | 'belowZero'>> {
  const payers = await withBalances(ctx, bills);
  const dearest = payers.toSorted((a, b) => compare(b.amount, a.amount) || a.customerId - b.customerId);
  const below = payers
    .filter(({ balance, amount }) => balance - amount < 0n)
    .sort((a, b) => compare(a.balance - a.amount, b.balance - b.amount) || a.customerId - b.customerId);
  const [shown, others] = [dearest.slice(0, MOST_CUSTOMERS), dearest.slice(MOST_CUSTOMERS)];
  const shownBelow = below.slice(0, MOST_BELOW_ZERO);
  const names = await findNames(ctx, [...shown, ...shownBelow]);
  const row = ({ customerId, hours, amount, balance }: Payer) => ({
    customerId,
    customerName: names.get(customerId) ?? null,
    hours,
    amount,
    balanceBefore: balance,
    balanceAfter: balance - amount,
  });
  return {
    customers: {
      total: payers.length,
      rows: shown.map(row),
      others: { customers: others.length, amount: others.reduce((sum, { amount }) => sum + amount, 0n) },
    },
    belowZero: { total: below.length, rows: shownBelow.map(row) },
  };
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b);
}

/** A customer whose wallet is not open yet has nothing in it. */
async function withBalances(
  ctx: Context,
  bills: ReadonlyMap<number, { hours: number; amount: Micros }>,
): Promise<Payer[]> {
  const { rows } = await ctx.db.execute<{ customer_id: number; balance: bigint }>(sql`
    SELECT customer_id, balance_micros AS balance FROM accounts
    WHERE customer_id = ANY(${sql.param([...bills.keys()])}::int[])`);
  const balances = new Map(rows.map((row) => [row.customer_id, row.balance]));
  return [...bills].map(([customerId, bill]) => ({
    customerId,
    ...bill,
    balance: balances.get(customerId) ?? 0n,
  }));
}

async function findNames(ctx: Context, payers: readonly Payer[]): Promise<Map<number, string | null>> {
  const { rows } = await ctx.db.execute<{ id: number; name: string | null }>(sql`
    SELECT id, name FROM customers WHERE id = ANY(${sql.param(payers.map(({ customerId }) => customerId))}::int[])`);
  return new Map(rows.map((row) => [row.id, row.name]));
}
