import { sql } from 'drizzle-orm';
import type { ChargeExplanation } from '#shared/api/charges.ts';
import { monthOf } from '#shared/billing/billing-month.ts';
import { HOUR } from '#shared/billing/period.ts';
import { rateInForce } from '#shared/billing/rate.ts';
import { statementFor } from '#shared/billing/statement.ts';
import type { Context } from '../../context.ts';
import { correctedFactsFor } from './load-corrected-facts.ts';

interface CorrectedHour {
  serverId: number;
  hour: Date;
  charged: { amount: bigint; seconds: number };
  corrections: ChargeExplanation['corrections'];
}

/** What a corrected hour costs now, by which price, and whether the evidence as corrected says the same. */
export async function explainCorrected(
  ctx: Context,
  { serverId, hour, charged, corrections }: CorrectedHour,
): Promise<ChargeExplanation['corrected']> {
  if (corrections.length === 0) return null;
  const at = hour.getTime() / 1000;
  const [facts] = await correctedFactsFor(ctx, [{ serverId, billedUntil: monthOf(at).from, month: null }]);
  const anew = facts && statementFor(facts, at + HOUR).charges.at(-1);
  const rate = facts && rateInForce(facts.rates, { serverId, packageId: anew?.packageId ?? null, at });
  const amount = corrections.reduce((total, correction) => total + correction.amount, charged.amount);
  return {
    amount,
    seconds: corrections.reduce((total, correction) => total + correction.seconds, charged.seconds),
    monthlyPrice: rate?.monthlyPrice ?? null,
    packageName: await packageName(ctx, rate?.packageId ?? null),
    agrees: anew?.hour === at && anew.amount === amount,
  };
}

async function packageName(ctx: Context, id: number | null): Promise<string | null> {
  if (id === null) return null;
  const { rows } = await ctx.db.execute<{ name: string }>(sql`SELECT name FROM packages WHERE id = ${id}`);
  return rows[0]?.name ?? null;
}
