import { type SQL, sql } from 'drizzle-orm';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Micros } from '#shared/billing/money.ts';
import { formatTenDecimals, parseTenDecimals, worthOf } from '#shared/billing/tokens.ts';
import type { Context } from '../../context.ts';
import type { WalletSettings } from '../settings/wallet-mode.ts';
import { idList } from '../uptime/rows-as-table.ts';

export type CustomerCredit = NonNullable<OutputOf<typeof api.customers.get>['credit']>;

/**
 * What a customer can spend, in a statement that has the wallet as `a`: what is in it, and, where VirtFusion's credit is
 * the wallet, what is there by the last reading less what is not carried yet. Null where that was never read.
 */
export function spendable({ mode }: Pick<WalletSettings, 'mode'>): { join: SQL; balance: SQL } {
  if (mode === 'own') return { join: sql``, balance: sql`a.balance_micros` };
  return {
    join: sql`LEFT JOIN credit_wallets w ON w.customer_id = a.customer_id`,
    balance: sql`(a.balance_micros + floor(w.balance_tokens * w.token_price * 1000000)::bigint)`,
  };
}

/** The same of one customer whose rows are there. */
export function spendableOf({
  balance,
  credit,
}: {
  balance: Micros;
  credit: Pick<CustomerCredit, 'value'> | null;
}): Micros | null {
  if (credit === null) return balance;
  return credit.value === null ? null : credit.value + balance;
}

interface CreditRow extends Record<string, unknown> {
  customer_id: number;
  tokens: string | null;
  price: string | null;
  at: Date | null;
  failure: string | null;
}

/** These customers' credit in VirtFusion as it was last read, in one statement. Those never asked about are left out. */
export async function findCredits(
  ctx: Context,
  customerIds: readonly number[],
): Promise<Map<number, CustomerCredit>> {
  const { rows } = await ctx.db.execute<CreditRow>(sql`
    SELECT customer_id, balance_tokens AS tokens, token_price AS price, balance_at AS at, failure
    FROM credit_wallets WHERE customer_id = ANY(${idList(customerIds)})`);
  return new Map(rows.map((row) => [row.customer_id, creditOf(row)]));
}

function creditOf({ tokens, price, at, failure }: CreditRow): CustomerCredit {
  if (tokens === null || price === null) return { tokens: null, value: null, readAt: null, problem: failure };
  const held = parseTenDecimals(tokens);
  return {
    tokens: formatTenDecimals(held),
    value: worthOf(held, parseTenDecimals(price)),
    readAt: at,
    problem: failure,
  };
}

/** Of a customer that nobody asked about yet, or nobody can. */
export function unknownCredit(externalId: number | null): CustomerCredit {
  const problem =
    externalId === null
      ? 'The user has no external relation id in VirtFusion, without which its credit cannot be reached.'
      : null;
  return { tokens: null, value: null, readAt: null, problem };
}
