import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';

/** Clocks further apart than this are not to be trusted: a clock that jumps a year must not bill a year (design §4.6). */
export const CLOCKS_APART_MS = 30_000;

/**
 * Every sighting is dated by the clock of the process that looks. One that is hours ahead would see a server hours
 * after its deletion, and charge for them; so by the database's clock it may not look at all.
 * @throws AppError 'virtfusion_failed' with what to do
 */
export async function requireTrueClock(ctx: Context): Promise<void> {
  const aheadMs = ctx.clock.now().getTime() - (await ctx.databaseNow()).getTime();
  if (Math.abs(aheadMs) <= CLOCKS_APART_MS) return;
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  throw new AppError(
    'virtfusion_failed',
    `The clock of this process is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} the database's, and what it sees would be dated wrong. Set the clocks right.`,
    { facts: { instance: ctx.instance, aheadMs } },
  );
}
