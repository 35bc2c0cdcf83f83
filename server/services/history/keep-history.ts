import type { Context } from '../../context.ts';
import { shortenHistory } from './shorten-history.ts';
import { tidyRecords } from './tidy-records.ts';

/** What happens to the past every night. Both parts go on where they were stopped. */
export async function keepHistory(ctx: Context, signal?: AbortSignal): Promise<void> {
  await tidyRecords(ctx);
  await shortenHistory(ctx, signal);
}
