import { sql } from 'drizzle-orm';
import type { Micros } from '#shared/billing/money.ts';
import { passedLevels } from '#shared/budget/passed-levels.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { enqueuePower } from '../../jobs/enqueue.ts';
import { chargedMonths } from '../roll-ups/charged-totals.ts';
import { monthStart } from '../roll-ups/month-start.ts';
import { rowsAsTable } from '../uptime/rows-as-table.ts';
import { type Crossing, tellCrossings } from './tell-crossings.ts';

/** Customers judged in one transaction. */
const AT_ONCE = 2_000;

/**
 * Finds whose month passed a level of their budget, and keeps each level once; where it is a hard limit, the servers of
 * the customer's order are wanted off. Safe to repeat, and for several at once. Returns how many levels were new.
 */
export async function judgeBudgets(ctx: Context, { signal }: { signal?: AbortSignal } = {}): Promise<number> {
  let passed = 0;
  let after: number | null = 0;
  while (after !== null && !signal?.aborted) {
    const judged: { passed: number; last: number | null } = await judgeNext(ctx, after);
    passed += judged.passed;
    after = judged.last;
  }
  return passed;
}

async function judgeNext(ctx: Context, after: number): Promise<{ passed: number; last: number | null }> {
  return withTransaction(ctx, async (tx) => {
    const month = monthStart(tx.clock.now());
    // Before deciding: a customer may be raising their limit just now.
    const budgets = await lockBudgets(tx, after);
    const spent = await spentIn(tx, { month, customerIds: budgets.map((row) => row.customer_id) });
    const told = await toldIn(tx, { month, budgets });
    const crossings = budgets.flatMap((row) => crossingsOf(row, { spent, told }));
    await keepCrossings(tx, month, crossings);
    const stops = crossings.filter((crossing) => crossing.stops);
    if (stops.length > 0) await wantOff(tx, month, stops);
    await tellCrossings(tx, month, crossings);
    return { passed: crossings.length, last: budgets.at(AT_ONCE - 1)?.customer_id ?? null };
  });
}

interface BudgetRow extends Record<string, unknown> {
  customer_id: number;
  monthly: Micros;
  alert_percents: number[];
  hard_limit: boolean;
  raised: number;
}

async function lockBudgets(tx: Context, after: number): Promise<BudgetRow[]> {
  const { rows } = await tx.db.execute<BudgetRow>(sql`
    SELECT customer_id, monthly_micros AS monthly, alert_percents, hard_limit, raised FROM customer_budgets
    WHERE customer_id > ${after} AND monthly_micros IS NOT NULL ORDER BY customer_id LIMIT ${AT_ONCE} FOR UPDATE`);
  return rows;
}

async function spentIn(
  tx: Context,
  { month, customerIds }: { month: Date; customerIds: readonly number[] },
): Promise<Map<number, Micros>> {
  const [first, last] = [customerIds[0], customerIds.at(-1)];
  if (first === undefined || last === undefined) return new Map();
  const { rows } = await tx.db.execute<{ customer_id: number; spent: Micros }>(sql`
    SELECT customer_id, sum(amount_micros)::bigint AS spent FROM ${chargedMonths([month])} c
    WHERE customer_id BETWEEN ${first} AND ${last} GROUP BY customer_id`);
  return new Map(rows.map((row) => [row.customer_id, row.spent]));
}

async function toldIn(
  tx: Context,
  { month, budgets }: { month: Date; budgets: readonly BudgetRow[] },
): Promise<Map<number, number[]>> {
  const { rows } = await tx.db.execute<{ customer_id: number; levels: number[] }>(sql`
    SELECT t.customer_id, array_agg(c.level) AS levels
    FROM ${rowsAsTable('t', budgets, {
      customer_id: ['int', (row) => row.customer_id],
      raised: ['int', (row) => row.raised],
    })}
    JOIN budget_crossings c ON c.customer_id = t.customer_id AND c.raised = t.raised AND c.month = ${month.toISOString()}::timestamptz
    GROUP BY t.customer_id`);
  return new Map(rows.map((row) => [row.customer_id, row.levels]));
}

function crossingsOf(
  row: BudgetRow,
  known: { spent: Map<number, Micros>; told: Map<number, number[]> },
): Crossing[] {
  const {
    customer_id: customerId,
    monthly,
    alert_percents: alertPercents,
    hard_limit: hardLimit,
    raised,
  } = row;
  const spent = known.spent.get(customerId) ?? 0n;
  const told = known.told.get(customerId) ?? [];
  return passedLevels({ monthly, spent, alertPercents, hardLimit, told }).map((level) => {
    return { ...level, customerId, raised, budget: monthly, spent };
  });
}

async function keepCrossings(tx: Context, month: Date, crossings: readonly Crossing[]): Promise<void> {
  if (crossings.length === 0) return;
  await tx.db.execute(sql`
    INSERT INTO budget_crossings (customer_id, month, raised, level, budget_micros, spent_micros, stops, created_at)
    SELECT customer_id, ${month.toISOString()}::timestamptz, raised, level, budget, spent, stops, ${tx.clock.now().toISOString()}::timestamptz
    FROM ${rowsAsTable('t', crossings, {
      customer_id: ['int', (row) => row.customerId],
      raised: ['int', (row) => row.raised],
      level: ['int', (row) => row.level],
      budget: ['bigint', (row) => String(row.budget)],
      spent: ['bigint', (row) => String(row.spent)],
      stops: ['boolean', (row) => row.stops],
    })}`);
}

/** The servers of the order that are still the customer's; each once a month and raise. */
async function wantOff(tx: Context, month: Date, stops: readonly Crossing[]): Promise<void> {
  const at = tx.clock.now().toISOString();
  await tx.db.execute(sql`
    INSERT INTO power_wishes (server_id, customer_id, month, raised, place, wanted, created_at, look_at)
    SELECT s.id, b.customer_id, ${month.toISOString()}::timestamptz, b.raised, o.place, 'off', ${at}::timestamptz, ${at}::timestamptz
    FROM ${rowsAsTable('t', stops, { customer_id: ['int', (row) => row.customerId] })}
    JOIN customer_budgets b ON b.customer_id = t.customer_id
    CROSS JOIN LATERAL unnest(b.stop_order) WITH ORDINALITY AS o(server_id, place)
    JOIN servers s ON s.id = o.server_id AND s.customer_id = b.customer_id AND s.gone_at IS NULL
    ORDER BY b.customer_id, o.place
    ON CONFLICT (server_id, month, raised) DO NOTHING`);
  await enqueuePower(tx);
}
