import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { resolveAlert } from '../alerts/resolve-alert.ts';
import { readBillingSettings } from '../settings/get-billing-settings.ts';
import { findMonthFacts, findOldestMonth } from './find-month-facts.ts';
import { type HistoryMonth, historyMonth } from './history-month.ts';
import { PackedDiffersError } from './pack-servers.ts';
import { shortenMonth } from './shorten-month.ts';
import { whyNotPacked } from './why-not-packed.ts';

/**
 * What the settings ask for: months older than those kept in full are packed, the oldest first, as far as they may be.
 * It goes on where it was stopped. Without the setting nothing is packed, and every month stays as it is.
 */
export async function shortenHistory(ctx: Context, signal?: AbortSignal): Promise<void> {
  const { row } = await readBillingSettings(ctx);
  if (!row.packMonths) return;
  for (const month of await findUnfinished(ctx)) await shorten(ctx, month, signal);
  while (!signal?.aborted) {
    const oldest = await findOldestMonth(ctx);
    if (!oldest) return;
    const month = historyMonth(oldest);
    const reason = whyNotPacked(month, await findMonthFacts(ctx, month));
    if (reason) {
      ctx.log.info('month not packed', { month: month.name, reason });
      return;
    }
    await shorten(ctx, month, signal);
  }
}

/** A month that cannot be proved stays in full; whoever keeps the books has to hear of it. */
async function shorten(ctx: Context, month: HistoryMonth, signal: AbortSignal | undefined): Promise<void> {
  const about = { kind: 'history_differs', subject: `month:${month.name}` } as const;
  try {
    await shortenMonth(ctx, { month, signal });
  } catch (error) {
    if (error instanceof PackedDiffersError)
      await raiseAlert(ctx, { ...about, message: `${error.message}.` });
    throw error;
  }
  await resolveAlert(ctx, about);
}

/** Months whose packing was cut short after they were closed. */
async function findUnfinished(ctx: Context): Promise<HistoryMonth[]> {
  const { rows } = await ctx.db.execute<{ month: Date }>(
    sql`SELECT month FROM packed_months WHERE emptied_at IS NULL ORDER BY month`,
  );
  return rows.map((row) => historyMonth(row.month));
}
