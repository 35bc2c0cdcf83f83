import type { Context } from '../../context.ts';
import { readBillingSettings } from '../settings/get-billing-settings.ts';
import { emptyMonth } from './empty-month.ts';
import { exportMonth } from './export-month.ts';
import type { HistoryMonth } from './history-month.ts';
import { packMonth } from './pack-month.ts';

/**
 * Packs one month and lets its rows in full go, after a file of them was written where the settings ask for it. Goes on
 * where it was stopped. @throws ConflictError with why the month may not be packed
 */
export async function shortenMonth(
  ctx: Context,
  { month, signal }: { month: HistoryMonth; signal?: AbortSignal | undefined },
): Promise<void> {
  if (!(await packMonth(ctx, { month, signal }))) return;
  const { row } = await readBillingSettings(ctx);
  if (row.exportPacked) await exportMonth(ctx, month);
  await emptyMonth(ctx, month);
}
