import { eq } from 'drizzle-orm';
import { customerBudgets } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { customerOf } from '../customer-links/customer-of.ts';
import { findBudget } from './find-budget.ts';
import { liftLimit } from './lift-limit.ts';
import { type Budget, readBudget } from './read-budget.ts';

/** Takes the customer's own budget back; what it stopped this month is started again. A repeat changes nothing. */
export async function removeBudget(ctx: Context): Promise<Budget> {
  const customerId = customerOf(ctx);
  return withTransaction(ctx, async (tx) => {
    const before = await findBudget(tx, customerId, { lock: true });
    if (!before?.monthlyMicros) return readBudget(tx);
    await tx.db
      .update(customerBudgets)
      .set({
        monthlyMicros: null,
        raised: before.raised + 1,
        version: before.version + 1,
        savedAt: tx.clock.now(),
      })
      .where(eq(customerBudgets.customerId, customerId));
    await liftLimit(tx, { customerId });
    const { monthlyMicros, hardLimit } = before;
    await recordAudit(tx, {
      action: 'budget.removed',
      subject: `customer:${customerId}`,
      before: { monthlyMicros, hardLimit },
      after: { monthlyMicros: null },
    });
    return readBudget(tx);
  });
}
