import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { ConflictError } from '../../errors.ts';
import { enqueueJudgement } from '../../jobs/enqueue.ts';
import { recordAudit } from '../audit/record-audit.ts';

/**
 * A person's yes to the suspensions that wait because of the limit of a day; they are judged again at once. `customers`
 * is how many the person saw, so that nobody says yes to more. @throws ConflictError when it is another number by now
 */
export async function releaseSuspensions(
  ctx: Context,
  { customers, reason }: InputOf<typeof api.dunning.release>,
): Promise<OutputOf<typeof api.dunning.release>> {
  return withTransaction(ctx, async (tx) => {
    const { rows } = await tx.db.execute<{ customer_id: number }>(sql`
      UPDATE customer_dunning SET released_at = ${tx.clock.now().toISOString()}::timestamptz
      WHERE stage = 'held' AND hold = 'limit' RETURNING customer_id`);
    if (rows.length !== customers) {
      throw new ConflictError(
        `${rows.length === 1 ? 'One customer waits' : `${rows.length} customers wait`} by now, and not ${customers}: look at the list again.`,
        { waiting: rows.length },
      );
    }
    await recordAudit(tx, {
      action: 'dunning.released',
      subject: 'dunning',
      before: null,
      after: { customers, reason },
    });
    await enqueueJudgement(tx);
    return { released: rows.length };
  });
}
