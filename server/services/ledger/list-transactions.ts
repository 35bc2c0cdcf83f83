import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { InvalidInputError } from '../../errors.ts';
import { cutPage, decodeCursor, type SortKey, whole } from '../paging/cursor.ts';
import { type FoundTransaction, findTransactions } from './transaction-rows.ts';

type Wish = InputOf<typeof api.transactions.list>;

/** An order of the ledger that has an index: where a page begins after a key, and the key of a row. */
interface Order {
  name: string;
  by: SQL;
  key: z.ZodType<[string, ...number[]]>;
  after: (key: number[]) => SQL;
  keyOf: (row: FoundTransaction) => SortKey;
}

/**
 * Ledger transactions, newest first. Who looks for an amount or a reason means what was done by hand: hourly ones are
 * left out, unless a customer or a run is named. @throws InvalidInputError for a foreign cursor, or where only a
 * search of every hour of everybody would tell
 */
export async function listTransactions(
  ctx: Context,
  input: Wish,
): Promise<OutputOf<typeof api.transactions.list>> {
  const order = orderOf(input);
  const after = decodeCursor(input.cursor, order.key);
  const conditions = wantedBy(input);
  if (after) conditions.push(order.after(after.slice(1) as number[]));
  const rows = await findTransactions(ctx, {
    where: sql.join(conditions, sql` AND `),
    order: order.by,
    limit: input.limit + 1,
  });
  return { ...cutPage(rows, input.limit, (row) => [order.name, ...order.keyOf(row)]), total: null };
}

function orderOf(input: Wish): Order {
  // One customer's follow the versions of the wallet, which has an index of its own.
  if (input.customerId !== undefined) {
    return byOne('wallet', sql`t.wallet_version`, ({ walletVersion }) => walletVersion);
  }
  // An expression, so that the planner sorts the few of a run: the key's order would take it through all runs since.
  if (input.runId !== undefined) return byOne('run', sql`(t.id + 0)`, ({ id }) => id);
  const isDated = input.from !== undefined || input.until !== undefined;
  return isDated && !isByHand(input) ? byInstant : byOne('ledger', sql`t.id`, ({ id }) => id);
}

function byOne(name: string, place: SQL, keyOf: (row: FoundTransaction) => number): Order {
  return {
    name,
    by: sql`${place} DESC`,
    key: z.tuple([z.literal(name), whole]),
    after: ([key]) => sql`${place} < ${key}::bigint`,
    keyOf: (row) => [keyOf(row)],
  };
}

/** The index of instants is walked from the end of the period asked for, whatever came since. */
const byInstant: Order = {
  name: 'instant',
  by: sql`t.created_at DESC, t.id DESC`,
  key: z.tuple([z.literal('instant'), whole, whole]),
  after: ([at = 0, id]) =>
    sql`(t.created_at, t.id) < (${new Date(at).toISOString()}::timestamptz, ${id}::bigint)`,
  keyOf: ({ createdAt, id }) => [createdAt.getTime(), id],
};

/** Whether only what was done by hand is looked through: it is little, and has an index of its own. */
function isByHand({ customerId, runId, kind, amountFrom, amountTo, reason }: Wish): boolean {
  const isOfHours = kind === 'hourly' || kind === 'credit';
  if (kind !== undefined && !isOfHours) return true;
  const isNarrow = customerId !== undefined || runId !== undefined;
  const isSearch = amountFrom !== undefined || amountTo !== undefined || Boolean(reason);
  if (isSearch && !isNarrow && isOfHours) {
    throw new InvalidInputError(
      'customerId',
      'Name a customer or a run, to look through hourly transactions and what carries them to VirtFusion',
    );
  }
  return isSearch && !isNarrow;
}

function wantedBy(input: Wish): SQL[] {
  const { customerId, runId, kind, from, until, amountFrom, amountTo, reason } = input;
  const conditions: SQL[] = [sql`true`];
  if (customerId !== undefined) {
    conditions.push(
      sql`t.wallet_account_id = (SELECT id FROM accounts WHERE customer_id = ${customerId}::bigint)`,
    );
  }
  if (runId !== undefined) conditions.push(sql`t.run_id = ${runId}::bigint`);
  if (kind) conditions.push(sql`t.kind = ${kind}`);
  // As the index says it, or the planner would not see that it serves.
  if (isByHand(input)) conditions.push(sql`t.kind NOT IN ('hourly', 'credit')`);
  if (from) conditions.push(sql`t.created_at >= ${from.toISOString()}::timestamptz`);
  if (until) conditions.push(sql`t.created_at < ${until.toISOString()}::timestamptz`);
  if (amountFrom !== undefined) conditions.push(sql`t.amount_micros >= ${amountFrom}`);
  if (amountTo !== undefined) conditions.push(sql`t.amount_micros <= ${amountTo}`);
  if (reason) conditions.push(sql`strpos(lower(t.reason), lower(${reason})) > 0`);
  return conditions;
}
