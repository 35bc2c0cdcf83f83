import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { actorKey, type Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { RefusedError } from '../../errors.ts';
import { enqueueAdvance } from '../../jobs/enqueue.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { getRun } from './get-run.ts';
import { openRun } from './open-run.ts';

/**
 * Tries the servers again that failed in a run. Their hours wait, so a run bills them with all else that is due: one
 * is opened, and carried out by whichever process is free. While a run is open the answer is that one, and nothing
 * changes. @throws NotFoundError, and RefusedError when no failed server waits any more
 */
export async function retryRun(
  ctx: Context,
  { id }: InputOf<typeof api.runs.retry>,
): Promise<OutputOf<typeof api.runs.retry>> {
  const failed = await getRun(ctx, { id });
  if (failed.closedAt === null) return { opened: false, servers: await countWaiting(ctx, id), run: failed };
  const outcome = await withTransaction(ctx, async (tx) => {
    const servers = await countWaiting(tx, id);
    if (servers === 0) {
      throw new RefusedError(
        `No server that failed in run ${id} waits any more: there is nothing to try again.`,
        {
          runId: id,
        },
      );
    }
    const { runId, opened } = await openRun(tx, {
      trigger: 'manual',
      requestedBy: actorKey(tx.actor),
      retryOf: id,
    });
    if (opened) {
      await enqueueAdvance(tx, runId);
      await recordAudit(tx, {
        action: 'run.retried',
        subject: `run:${id}`,
        before: null,
        after: { runId, servers },
      });
    }
    return { opened, servers, runId };
  });
  return { opened: outcome.opened, servers: outcome.servers, run: await getRun(ctx, { id: outcome.runId }) };
}

/** Servers that failed in the run and were not billed since. */
async function countWaiting(ctx: Context, runId: number): Promise<number> {
  const { rows } = await ctx.db.execute<{ servers: number }>(sql`
    SELECT count(*)::int AS servers FROM run_set_asides a JOIN server_meters m ON m.server_id = a.server_id
    WHERE a.run_id = ${runId} AND a.reason = 'failed' AND NOT m.finished AND m.billed_until <= a.since`);
  return rows[0]?.servers ?? 0;
}
