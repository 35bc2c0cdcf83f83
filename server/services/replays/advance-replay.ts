import { sql } from 'drizzle-orm';
import type { ReplayStatus } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { enqueueReplay } from '../../jobs/enqueue.ts';
import { postServers } from './post-servers.ts';
import { proposeServers } from './propose-servers.ts';

/** How long to leave alone another replay that is being posted, before looking again. */
const PAUSE_MS = 1000;

/**
 * Takes a replay on until it waits for a person or is posted: step by step, each a transaction. Several at once do no
 * harm. Ends early, between two steps, once `signal` is aborted, and leaves the rest to another instance.
 */
export async function advanceReplay(
  ctx: Context,
  { replayId, signal }: { replayId: number; signal?: AbortSignal },
): Promise<void> {
  for (;;) {
    if (signal?.aborted) {
      await enqueueReplay(ctx, replayId);
      return;
    }
    const status = await statusOf(ctx, replayId);
    if (status === 'computing') {
      const outcome = await proposeServers(ctx, replayId);
      if (outcome === 'wait') await ctx.clock.sleep(PAUSE_MS, signal);
    } else if (status === 'posting') await postServers(ctx, replayId);
    else return;
  }
}

async function statusOf(ctx: Context, replayId: number): Promise<ReplayStatus> {
  const { rows } = await ctx.db.execute<{ status: ReplayStatus }>(
    sql`SELECT status FROM replays WHERE id = ${replayId}`,
  );
  const [row] = rows;
  if (!row) throw new Error(`Replay ${replayId} does not exist`);
  return row.status;
}
