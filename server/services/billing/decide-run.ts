import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { actorKey, type Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { RefusedError } from '../../errors.ts';
import { enqueueAdvance } from '../../jobs/enqueue.ts';
import { resolveAlert } from '../alerts/resolve-alert.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { getRun } from './get-run.ts';

type Decided = OutputOf<typeof api.runs.get>;

/** An admin lets a held run go on, as it was observed. @throws RefusedError when it is not held. */
export function approveRun(ctx: Context, input: InputOf<typeof api.runs.approve>): Promise<Decided> {
  return decideRun(ctx, { ...input, action: 'run.approved' });
}

/** An admin ends a held run without a charge: its hours stay due, and the next run asks anew. @throws RefusedError. */
export function cancelRun(ctx: Context, input: InputOf<typeof api.runs.cancel>): Promise<Decided> {
  return decideRun(ctx, { ...input, action: 'run.cancelled' });
}

async function decideRun(
  ctx: Context,
  { id, reason, action }: { id: number; reason: string; action: 'run.approved' | 'run.cancelled' },
): Promise<Decided> {
  const before = await getRun(ctx, { id });
  await withTransaction(ctx, async (tx) => {
    const now = tx.clock.now().toISOString();
    const by = actorKey(tx.actor);
    const { rows } = await tx.db.execute(
      action === 'run.approved'
        ? sql`UPDATE billing_runs SET status = 'observing', decided_by = ${by}, decided_at = ${now}
            WHERE id = ${id} AND status = 'held' RETURNING id`
        : sql`UPDATE billing_runs SET status = 'cancelled', decided_by = ${by}, decided_at = ${now}, closed_at = ${now}
            WHERE id = ${id} AND status = 'held' RETURNING id`,
    );
    if (rows.length === 0) {
      throw new RefusedError(`Run ${id} is not held: it is ${before.status}.`, {
        runId: id,
        status: before.status,
      });
    }
    if (action === 'run.approved') await enqueueAdvance(tx, id);
    await resolveAlert(tx, { kind: 'run_held', subject: `run:${id}` });
    await recordAudit(tx, {
      action,
      subject: `run:${id}`,
      before: { status: 'held' },
      after: { decision: action, reason },
    });
  });
  return getRun(ctx, { id });
}
