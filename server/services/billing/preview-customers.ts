import { sql } from 'drizzle-orm';
import type { PreviewedRun } from '#shared/api/preview.ts';
import type { Micros } from '#shared/billing/money.ts';
import type { Context } from '../../context.ts';
import { spendable } from '../customers/spendable.ts';
import { readWalletSettings } from '../settings/wallet-mode.ts';

const MOST_CUSTOMERS = 1000;
const MOST_BELOW_ZERO = 200;

interface Payer {
  customerId: number;
  hours: number;
  amount: Micros;
  /** What there is to spend; null where VirtFusion's credit is the wallet and was not read. */
  balance: Micros | null;
}

/** Who would pay, dearest first, and who would be below nothing after it: the first of each, and what the others come to. */
export async function previewedCustomers(
  ctx: Context,
  bills: ReadonlyMap<number, { hours: number; amount: Micros }>,
): Promise<Pick<PreviewedRun, 'customers' | 'belowZero'>> {
  const payers = await withBalances(ctx, bills);
  const dearest = payers.toSorted((a, b) => compare(b.amount, a.amount) || a.customerId - b.customerId);
  const below = payers
    .flatMap((payer) => {
      const left = leftOf(payer);
      return left !== null && left < 0n ? [{ ...payer, left }] : [];
    })
    .sort((a, b) => compare(a.left, b.left) || a.customerId - b.customerId);
  const [shown, others] = [dearest.slice(0, MOST_CUSTOMERS), dearest.slice(MOST_CUSTOMERS)];
  const shownBelow = below.slice(0, MOST_BELOW_ZERO);
  const names = await findNames(ctx, [...shown, ...shownBelow]);
  const row = (payer: Payer) => ({
    customerId: payer.customerId,
    customerName: names.get(payer.customerId) ?? null,
    hours: payer.hours,
    amount: payer.amount,
    balanceBefore: payer.balance,
    balanceAfter: leftOf(payer),
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

function leftOf({ balance, amount }: Payer): Micros | null {
  return balance === null ? null : balance - amount;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b);
}

/** A customer whose wallet is not open yet has nothing in it. */
async function withBalances(
  ctx: Context,
  bills: ReadonlyMap<number, { hours: number; amount: Micros }>,
): Promise<Payer[]> {
  const settings = await readWalletSettings(ctx);
  const { join, balance } = spendable(settings);
  const { rows } = await ctx.db.execute<{ customer_id: number; balance: bigint | null }>(sql`
    SELECT a.customer_id, ${balance} AS balance FROM accounts a ${join}
    WHERE a.customer_id = ANY(${sql.param([...bills.keys()])}::int[])`);
  const unopened = settings.mode === 'own' ? 0n : null;
  const balances = new Map(rows.map((row) => [row.customer_id, row.balance]));
  return [...bills].map(([customerId, bill]) => ({
    customerId,
    ...bill,
    balance: balances.get(customerId) ?? unopened,
  }));
}

async function findNames(ctx: Context, payers: readonly Payer[]): Promise<Map<number, string | null>> {
  const { rows } = await ctx.db.execute<{ id: number; name: string | null }>(sql`
    SELECT id, name FROM customers WHERE id = ANY(${sql.param(payers.map(({ customerId }) => customerId))}::int[])`);
  return new Map(rows.map((row) => [row.id, row.name]));
}
