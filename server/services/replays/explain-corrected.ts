import { sql } from 'drizzle-orm';
import type { ChargeExplanation } from '#shared/api/charges.ts';
import { monthOf } from '#shared/billing/billing-month.ts';
import { HOUR } from '#shared/billing/period.ts';
import { rateInForce } from '#shared/billing/rate.ts';
import { statementFor } from '#shared/billing/statement.ts';
import type { Context } from '../../context.ts';
import { correctedFactsFor } from './load-corrected-facts.ts';

export interface CorrectedHour {
  hour: Date;
  charged: { amount: bigint; seconds: number };
  corrections: ChargeExplanation['corrections'];
}

type Told = NonNullable<ChargeExplanation['corrected']>;

/**
 * What corrected hours of one month of a server cost now, by which price, and whether the evidence as corrected says
 * the same; by hour, as getTime tells it. Hours without a correction have no entry.
 */
export async function explainCorrected(
  ctx: Context,
  { serverId, hours }: { serverId: number; hours: readonly CorrectedHour[] },
): Promise<Map<number, Told>> {
  const corrected = hours.filter(({ corrections }) => corrections.length > 0);
  if (corrected.length === 0) return new Map();
  const last = Math.max(...corrected.map(({ hour }) => hour.getTime() / 1000));
  const meter = { serverId, billedUntil: monthOf(last).from, month: null };
  const [facts] = await correctedFactsFor(ctx, [meter]);
  const charges = facts ? statementFor(facts, last + HOUR).charges : [];
  const names = await packageNames(ctx);
  return new Map(
    corrected.map(({ hour, charged, corrections }) => {
      const at = hour.getTime() / 1000;
      const anew = charges.find((charge) => charge.hour === at);
      const rate = facts && rateInForce(facts.rates, { serverId, packageId: anew?.packageId ?? null, at });
      const amount = corrections.reduce((total, correction) => total + correction.amount, charged.amount);
      return [
        hour.getTime(),
        {
          amount,
          seconds: corrections.reduce((total, correction) => total + correction.seconds, charged.seconds),
          monthlyPrice: rate?.monthlyPrice ?? null,
          packageName: (rate?.packageId != null && names.get(rate.packageId)) || null,
          agrees: anew?.amount === amount,
        },
      ];
    }),
  );
}

/** Of all packages, which are few. */
async function packageNames(ctx: Context): Promise<Map<number, string>> {
  const { rows } = await ctx.db.execute<{ id: number; name: string }>(sql`SELECT id, name FROM packages`);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
