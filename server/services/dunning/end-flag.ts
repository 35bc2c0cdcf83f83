import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { findFlag, getCustomerDunning } from './get-customer-dunning.ts';
import { judgeCustomers } from './judge-customers.ts';
import { closeFlag, lockCustomer } from './open-flag.ts';

/** Takes the flag away; the ladder begins anew from now. Without a flag nothing changes. @throws NotFoundError */
export async function endFlag(
  ctx: Context,
  { id, reason }: InputOf<typeof api.dunning.endFlag>,
): Promise<OutputOf<typeof api.dunning.endFlag>> {
  return withTransaction(ctx, async (tx) => {
    await lockCustomer(tx, id);
    const before = await findFlag(tx, id);
    if (!before) return getCustomerDunning(tx, { id });
    await closeFlag(tx, { id, reason });
    await recordAudit(tx, {
      action: 'customer.flag_ended',
      subject: `customer:${id}`,
      before: { reason: before.reason, until: before.until },
      after: { reason },
    });
    await judgeCustomers(tx, [id]);
    return getCustomerDunning(tx, { id });
  });
}
