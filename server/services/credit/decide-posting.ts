import type { InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { ConflictError, RefusedError } from '../../errors.ts';
import { resolveAlert } from '../alerts/resolve-alert.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { requireWithinLimit } from '../ledger/require-within-limit.ts';
import { closeIntent } from './close-intent.ts';
import { getPosting } from './list-postings.ts';
import type { CreditPosting } from './posting-rows.ts';

type Decision = InputOf<typeof api.credit.decide>;

/**
 * Settles a posting that only a person can: it arrived, so the ledger says so and it is not posted again; or it did not,
 * so what is owed goes with the next. The same decision again changes nothing.
 * @throws NotFoundError; RefusedError for one that is not unclear, and above the limit of the role; ConflictError when
 *   it was decided otherwise before
 */
export async function decidePosting(ctx: Context, decision: Decision): Promise<CreditPosting> {
  return withTransaction(ctx, async (tx) => {
    const posting = await getPosting(tx, { id: decision.id });
    if (posting.state === 'unclear') requireWithinLimit(tx, size(posting.amount));
    const ended = await closeIntent(tx, {
      intent: posting,
      ...{ from: 'unclear', to: 'resolved', outcome: decision.decision, reason: decision.reason },
      // What was read since is newer than the evidence.
      balance: null,
    });
    if (!ended) return sameAs(await getPosting(tx, { id: decision.id }), decision);
    await resolveAlert(tx, { kind: 'credit_unclear', subject: `credit:${posting.id}` });
    await recordAudit(tx, {
      action: 'credit.decided',
      subject: `customer:${posting.customerId}`,
      before: { postingId: posting.id, state: 'unclear' },
      after: {
        postingId: posting.id,
        decision: decision.decision,
        amountMicros: posting.amount,
        tokens: posting.tokens,
        balanceBefore: posting.balanceBefore,
        balanceAfter: posting.balanceAfter,
        reason: decision.reason,
      },
    });
    return getPosting(tx, { id: decision.id });
  });
}

function size(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}

function sameAs(posting: CreditPosting, { decision }: Decision): CreditPosting {
  const { id, state, outcome, decidedBy } = posting;
  if (state === 'intended' || state === 'sent') {
    throw new RefusedError('It is still under way: VirtFusion is asked what became of it.', { id, state });
  }
  if (decidedBy === null) {
    throw new RefusedError('Nobody has to decide: VirtFusion said what became of it.', {
      id,
      state,
      outcome,
    });
  }
  if (outcome === decision) return posting;
  throw new ConflictError(
    `${decidedBy} decided before that it ${outcome === 'arrived' ? 'arrived' : 'did not arrive'}.`,
    {
      id,
      outcome,
    },
  );
}
