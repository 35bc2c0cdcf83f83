import { sql } from 'drizzle-orm';
import type { InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { customerBudgets } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { ConflictError, InvalidInputError } from '../../errors.ts';
import { enqueueBudgets } from '../../jobs/enqueue.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { customerOf } from '../customer-links/customer-of.ts';
import { idList } from '../uptime/rows-as-table.ts';
import { findBudget, type SavedBudget } from './find-budget.ts';
import { liftLimit } from './lift-limit.ts';
import { type Budget, readBudget } from './read-budget.ts';

type Wish = InputOf<typeof api.budgets.save>;

/**
 * Saves the customer's own budget, and has it judged at once. Where more is allowed than before, what the limit stopped
 * this month is started again. The same once more changes nothing.
 * @throws ConflictError when it was saved elsewhere meanwhile; InvalidInputError for a server that is not theirs
 */
export async function saveBudget(ctx: Context, wish: Wish): Promise<Budget> {
  const customerId = customerOf(ctx);
  return withTransaction(ctx, async (tx) => {
    const before = await findBudget(tx, customerId, { lock: true });
    if (before && isSame(before, wish)) return readBudget(tx);
    requireVersion(before, wish);
    await requireOwnServers(tx, customerId, wish.stopOrder);
    const raises = allowsMore(before, wish);
    await write(tx, { customerId, before, wish, raises });
    if (raises) await liftLimit(tx, { customerId });
    await recordAudit(tx, {
      action: 'budget.saved',
      subject: `customer:${customerId}`,
      before: before && shown(before),
      after: shown({ ...wish, monthlyMicros: wish.monthly }),
    });
    await enqueueBudgets(tx);
    return readBudget(tx);
  });
}

type Shown = Pick<SavedBudget, 'monthlyMicros' | 'alertPercents' | 'hardLimit' | 'stopOrder'>;

function shown({ monthlyMicros, alertPercents, hardLimit, stopOrder }: Shown) {
  return { monthlyMicros, alertPercents, hardLimit, stopOrder };
}

function isSame(before: SavedBudget, wish: Wish): boolean {
  const list = (items: readonly number[]) => items.join();
  return (
    before.monthlyMicros === wish.monthly &&
    before.hardLimit === wish.hardLimit &&
    list(before.alertPercents) === list(ascending(wish.alertPercents)) &&
    list(before.stopOrder) === list(wish.stopOrder)
  );
}

function requireVersion(before: SavedBudget | null, { version }: Wish): void {
  const current = before?.version ?? 0;
  if (version === current) return;
  throw new ConflictError(
    'The budget was saved elsewhere since this page was opened. Look at it, and save again.',
    {
      version: current,
    },
  );
}

async function requireOwnServers(
  tx: Context,
  customerId: number,
  serverIds: readonly number[],
): Promise<void> {
  const { rows } = await tx.db.execute<{ id: number }>(sql`
    SELECT o.id FROM unnest(${idList(serverIds)}) AS o(id)
    WHERE NOT EXISTS (SELECT FROM servers s WHERE s.id = o.id AND s.customer_id = ${customerId}::bigint) ORDER BY o.id`);
  const strange = rows.map(({ id }) => id);
  if (strange.length === 0) return;
  throw new InvalidInputError('stopOrder', `These are no servers of yours: ${strange.join(', ')}`);
}

/** More money, or no limit where there was one: then what was stopped may run again. */
function allowsMore(before: SavedBudget | null, { monthly, hardLimit }: Wish): boolean {
  if (!before?.monthlyMicros) return false;
  return monthly > before.monthlyMicros || (before.hardLimit && !hardLimit);
}

interface Change {
  customerId: number;
  before: SavedBudget | null;
  wish: Wish;
  raises: boolean;
}

async function write(tx: Context, { customerId, before, wish, raises }: Change): Promise<void> {
  const values = {
    monthlyMicros: wish.monthly,
    alertPercents: ascending(wish.alertPercents),
    hardLimit: wish.hardLimit,
    stopOrder: wish.stopOrder,
    raised: (before?.raised ?? 0) + (raises ? 1 : 0),
    version: (before?.version ?? 0) + 1,
    savedAt: tx.clock.now(),
  };
  await tx.db
    .insert(customerBudgets)
    .values({ customerId, ...values })
    .onConflictDoUpdate({ target: customerBudgets.customerId, set: values });
}

function ascending(percents: readonly number[]): number[] {
  return [...percents].sort((one, other) => one - other);
}
