import { sql } from 'drizzle-orm';
import type { Micros } from '#shared/billing/money.ts';
import type { Context } from '../../context.ts';
import { chargedHours, type Hours } from '../roll-ups/charged-totals.ts';

/** What these hours were charged; null when there is no charge among them. */
export async function billedBetween(ctx: Context, hours: Hours): Promise<Micros | null> {
  if (hours.from >= hours.until) return null;
  const { rows } = await ctx.db.execute<{ amount: bigint | null }>(
    sql`SELECT sum(amount_micros)::bigint AS amount FROM ${chargedHours(hours)} t`,
  );
  return rows[0]?.amount ?? null;
}
