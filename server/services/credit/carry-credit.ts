import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { enqueueCarry, enqueueReadings, enqueueSends } from '../../jobs/enqueue.ts';
import { readWalletSettings } from '../settings/wallet-mode.ts';
import { decideIntents } from './decide-intents.ts';
import { findTokenPrice } from './find-token-price.ts';

/** Open postings looked after at a time. */
const AT_A_TIME = 1000;

/**
 * Decides what to post to VirtFusion's credit of every customer who owes something, or of one; does nothing while the
 * ledger here is the wallet. Of all, it also takes up postings whose job was lost, and has balances read. Several at
 * once do no harm. @throws VirtFusionError when the value of a token cannot be read: it is tried again
 */
export async function carryCredit(
  ctx: Context,
  { customerId, signal }: { customerId: number | null; signal?: AbortSignal },
): Promise<void> {
  if ((await readWalletSettings(ctx)).mode !== 'virtfusion') return;
  const { client } = await ctx.panel();
  if (!client) return;
  if (customerId === null) await wakeOpen(ctx);
  const priced = await findTokenPrice(ctx, client);
  if (!priced) return;
  for (let after: number | null = 0; after !== null; ) {
    if (signal?.aborted) {
      await enqueueCarry(ctx, customerId);
      return;
    }
    after = await decideIntents(ctx, { priced, after, customerId });
    if (customerId !== null) return;
  }
  await enqueueReadings(ctx);
}

/** The state of a posting says what is to be done, not its job: a lost job is made again. */
async function wakeOpen(ctx: Context): Promise<void> {
  for (let after = 0; ; ) {
    const { rows } = await ctx.db.execute<{ id: bigint }>(sql`
      SELECT id FROM credit_intents WHERE closed_at IS NULL AND state <> 'unclear' AND id > ${after}
      ORDER BY id LIMIT ${AT_A_TIME}`);
    const ids = rows.map(({ id }) => Number(id));
    await enqueueSends(ctx, ids, ctx.clock.now());
    if (ids.length < AT_A_TIME) return;
    after = ids.at(-1) ?? after;
  }
}
