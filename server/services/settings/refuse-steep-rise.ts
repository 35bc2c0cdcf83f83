import { sql } from 'drizzle-orm';
import { isBeyond, type PriceMaking, type Rise, steepestRise } from '#shared/billing/price-rise.ts';
import type { Context } from '../../context.ts';
import { RefusedError } from '../../errors.ts';
import { readBillingSettings } from './get-billing-settings.ts';

/**
 * Nobody's price rises steeply by a slip of the keyboard: beyond the limit of the settings a change wants a yes of its
 * own. Before billing was ever switched on nobody has a price, so nothing is asked.
 * @throws RefusedError with the rise and the limit
 */
export async function refuseSteepRise(
  tx: Context,
  { before, after, confirmed }: { before: PriceMaking; after: PriceMaking; confirmed: boolean },
): Promise<void> {
  if (confirmed) return;
  const rise = steepestRise(before, after);
  const { row } = await readBillingSettings(tx);
  if (!isBeyond(rise, row.confirmRisePercent) || !(await wasEverOn(tx))) return;
  throw new RefusedError(
    `This makes something dearer by ${riseText(rise)}; beyond ${row.confirmRisePercent} % it has to be confirmed. Look at what it would mean, and send confirmRise.`,
    { rise, limitPercent: row.confirmRisePercent, confirm: 'confirmRise' },
  );
}

function riseText(rise: Rise): string {
  return rise === 'unbounded' ? 'more than any share: what cost nothing would cost something' : `${rise} %`;
}

/** Whether billing was ever switched on: before that nothing can have had a price. */
export async function wasEverOn(ctx: Context): Promise<boolean> {
  const { rows } = await ctx.db.execute<{ on: boolean }>(
    sql`SELECT EXISTS (SELECT FROM billing_switches) AS on`,
  );
  return rows[0]?.on === true;
}
