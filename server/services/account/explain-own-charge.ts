import type { ExplanationForCustomer } from '#shared/api/account.ts';
import type { ChargeExplanation } from '#shared/api/charges.ts';
import type { InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { NotFoundError } from '../../errors.ts';
import { explainCharge } from '../billing/explain-charge.ts';
import { customerOf } from '../customer-links/customer-of.ts';

/**
 * One charge of the customer, explained as an admin sees it, but for what is the operator's own.
 * @throws NotFoundError when that hour has no charge, and in the same words when it is somebody else's
 */
export async function explainOwnCharge(
  ctx: Context,
  input: InputOf<typeof api.account.explain>,
): Promise<ExplanationForCustomer> {
  const customerId = customerOf(ctx);
  const told = await explainCharge(ctx, input);
  if (told.customer.id !== customerId) {
    throw new NotFoundError('charge', { server: input.serverId, hour: input.hour.toISOString() });
  }
  return forCustomer(told);
}

function forCustomer(told: ChargeExplanation): ExplanationForCustomer {
  const { id: _id, reason: _reason, setBy: _setBy, ...rate } = told.rate;
  const { transaction } = told;
  return {
    hour: told.hour,
    server: told.server,
    amount: told.amount,
    corrected: told.corrected,
    seconds: told.seconds,
    weightedSeconds: told.weightedSeconds,
    cappedSeconds: told.cappedSeconds,
    inGap: told.inGap,
    parts: told.parts,
    sightings: told.sightings,
    terms: told.terms,
    month: told.month,
    cap: told.cap,
    failedLooks: told.failedLooks.map(({ at }) => ({ at })),
    rate,
    transaction: transaction && {
      id: transaction.id,
      balanceBefore: transaction.balanceBefore,
      balanceAfter: transaction.balanceAfter,
      createdAt: transaction.createdAt,
    },
  };
}
