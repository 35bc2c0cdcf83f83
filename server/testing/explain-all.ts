import { sql } from 'drizzle-orm';
import type { ChargeExplanation } from '#shared/api/charges.ts';
import type { Context } from '../context.ts';
import { explainHours } from '../services/billing/explain-charge.ts';
import { HOUR_MS } from './factories.ts';

/** Explains every charge there is. `wrong` has those that are not recomputed exactly, as charged and as corrected since, or do not add up. */
export async function explainAll(ctx: Context): Promise<{ charges: number; wrong: ChargeExplanation[] }> {
  const { rows } = await ctx.db.execute<{ server_id: number; hours: string[] }>(sql`
    SELECT server_id, array_agg(hour::text ORDER BY hour) AS hours FROM hourly_charges
    GROUP BY server_id, date_trunc('month', hour, 'UTC') ORDER BY server_id, min(hour)`);
  const wrong: ChargeExplanation[] = [];
  let charges = 0;
  for (const { server_id: serverId, hours } of rows) {
    const told = await explainHours(ctx, { serverId, hours: hours.map((hour) => new Date(hour)) });
    if (told.length !== hours.length)
      throw new Error(`Some charges of server ${serverId} were not explained`);
    charges += told.length;
    wrong.push(...told.filter((one) => !addsUp(one)));
  }
  return { charges, wrong };
}

/** The difference of the totals is the charge, the parts are an hour, and the movement is what the balance lost. */
function addsUp({
  recomputed,
  corrected,
  corrections,
  month,
  amount,
  parts,
  transaction,
  cap,
  weightedSeconds,
}: ChargeExplanation): boolean {
  const lasts = parts.reduce((sum, part) => sum + part.until.getTime() - part.from.getTime(), 0);
  const moved = transaction ? transaction.balanceBefore - transaction.balanceAfter : 0n;
  const hundredths = (decimal: string) => Math.round(Number(decimal) * 100);
  const counted = cap ? hundredths(cap.usedAfter) - hundredths(cap.usedBefore) : hundredths(weightedSeconds);
  return (
    recomputed.agrees &&
    (corrected === null ? corrections.length === 0 : corrected.agrees) &&
    month.after.amount - month.before.amount === amount &&
    lasts === HOUR_MS &&
    moved === (transaction?.amount ?? 0n) &&
    moved >= amount &&
    counted === hundredths(weightedSeconds)
  );
}
