import type { Context } from '../../context.ts';
import { enqueueCarryOut } from '../../jobs/enqueue.ts';
import { inParallel } from '../uptime/in-parallel.ts';
import { carryOutWish } from './carry-out-wish.ts';
import { findDueWishes, nextDue } from './claim-wish.ts';

/** Servers at once: VirtFusion's pace is kept by its client. */
const AT_ONCE = 4;
const AT_A_TIME = 100;
/** A worker has other work too: what is left after that is a job of its own. */
const LONGEST_MS = 60_000;
/** So many in a row that wait: it is not the servers then. */
const PATIENCE = 20;

/** Carries out the wishes that are due, those of customers who have paid first, and sees to it that the rest is tried again. */
export async function carryOutWishes(ctx: Context, { signal }: { signal?: AbortSignal } = {}): Promise<void> {
  const { client: panel } = await ctx.panel();
  if (!panel) return;
  const startedAt = ctx.clock.now().getTime();
  let waiting = 0;
  const mayStart = () =>
    !signal?.aborted && waiting < PATIENCE && ctx.clock.now().getTime() - startedAt < LONGEST_MS;
  while (mayStart()) {
    const due = await findDueWishes(ctx, AT_A_TIME);
    if (due.length === 0) break;
    await inParallel(due, { atOnce: AT_ONCE, mayStart }, async (serverId) => {
      const progress = await carryOutWish(ctx, { serverId, panel }).catch((error: unknown) => {
        // An error of ours about one server must not keep the others from coming back. Its lease ends by itself.
        ctx.log.error('a wish failed', { serverId, error: String(error) });
        return 'waiting' as const;
      });
      waiting = progress === 'waiting' ? waiting + 1 : 0;
    });
  }
  const next = await nextDue(ctx);
  const soonest = ctx.clock.now().getTime() + (waiting >= PATIENCE ? LONGEST_MS : 1_000);
  if (next || (await findDueWishes(ctx, 1)).length > 0) {
    await enqueueCarryOut(ctx, new Date(Math.max(next?.getTime() ?? 0, soonest)));
  }
}
