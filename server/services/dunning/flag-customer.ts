import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { dunningFlags } from '#shared/schema/index.ts';
import { actorKey, type Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { InvalidInputError } from '../../errors.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { findFlag, getCustomerDunning } from './get-customer-dunning.ts';
import { judgeCustomers } from './judge-customers.ts';
import { closeFlag, lockCustomer } from './open-flag.ts';

type Dunning = OutputOf<typeof api.dunning.flag>;

/**
 * Never suspend this customer, for a reason, for ever or until an instant: judged by it at once, so what we suspended
 * comes back. Another reason or end replaces the flag; a repeat changes nothing.
 * @throws InvalidInputError for an end that is not ahead; NotFoundError
 */
export async function flagCustomer(
  ctx: Context,
  { id, reason, until = undefined }: InputOf<typeof api.dunning.flag>,
): Promise<Dunning> {
  const now = ctx.clock.now();
  if (until && until <= now)
    throw new InvalidInputError('until', 'Choose an instant that is still to come, or none');
  return withTransaction(ctx, async (tx) => {
    await lockCustomer(tx, id);
    const before = await findFlag(tx, id);
    const isSame = before?.reason === reason && before.until?.getTime() === until?.getTime();
    if (isSame) return getCustomerDunning(tx, { id });
    await closeFlag(tx, { id, reason: 'Replaced by another flag' });
    await tx.db.insert(dunningFlags).values({
      customerId: id,
      reason,
      until: until ?? null,
      createdBy: actorKey(tx.actor),
      createdByName: tx.actor.name,
      createdAt: now,
    });
    await recordAudit(tx, {
      action: 'customer.flagged',
      subject: `customer:${id}`,
      before: before && { reason: before.reason, until: before.until },
      after: { reason, until: until ?? null },
    });
    await judgeCustomers(tx, [id]);
    return getCustomerDunning(tx, { id });
  });
}
