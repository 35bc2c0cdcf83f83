import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { formatTenDecimals, parseTenDecimals } from '#shared/billing/tokens.ts';
import type { Context } from '../../context.ts';
import { readBillingSettings } from '../settings/get-billing-settings.ts';
import { readWalletSettings } from '../settings/wallet-mode.ts';

type Saved = OutputOf<typeof api.credit.settings>;

/** Where customers' money is, and what a switch would move. */
export async function getCreditSettings(
  ctx: Context,
  _input: InputOf<typeof api.credit.settings> = {},
): Promise<Saved> {
  return {
    settings: await readWalletSettings(ctx),
    currency: (await readBillingSettings(ctx)).row.currency,
    tokenValue: await lastTokenValue(ctx),
    open: await countOpen(ctx),
    ...(await sumWallets(ctx)),
  };
}

async function lastTokenValue(ctx: Context): Promise<string | null> {
  const { rows } = await ctx.db.execute<{ price: string }>(
    sql`SELECT token_price AS price FROM credit_intents ORDER BY id DESC LIMIT 1`,
  );
  return rows[0] ? formatTenDecimals(parseTenDecimals(rows[0].price)) : null;
}

/** Postings that may have reached VirtFusion and are not over: those never sent can be withdrawn. */
export async function countOpen(ctx: Context): Promise<Saved['open']> {
  const { rows } = await ctx.db.execute<Saved['open'] & Record<string, unknown>>(sql`
    SELECT count(*) FILTER (WHERE state = 'sent')::int AS "underWay", count(*) FILTER (WHERE state = 'unclear')::int AS unclear
    FROM credit_intents WHERE closed_at IS NULL`);
  return { underWay: rows[0]?.underWay ?? 0, unclear: rows[0]?.unclear ?? 0 };
}

interface Sums extends Record<string, unknown> {
  linked: boolean;
  customers: number;
  held: bigint;
  owed: bigint;
}

async function sumWallets(ctx: Context): Promise<Pick<Saved, 'wallets' | 'unlinked'>> {
  const { rows } = await ctx.db.execute<Sums>(sql`
    SELECT c.external_id IS NOT NULL AS linked, count(*)::int AS customers,
      coalesce(sum(a.balance_micros) FILTER (WHERE a.balance_micros > 0), 0)::bigint AS held,
      coalesce(-sum(a.balance_micros) FILTER (WHERE a.balance_micros < 0), 0)::bigint AS owed
    FROM accounts a JOIN customers c ON c.id = a.customer_id WHERE a.kind = 'wallet' GROUP BY 1`);
  const of = (linked: boolean) => {
    const { customers = 0, held = 0n, owed = 0n } = rows.find((row) => row.linked === linked) ?? {};
    return { customers, held, owed };
  };
  return { wallets: of(true), unlinked: of(false) };
}
