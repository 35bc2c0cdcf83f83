import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { cutPage, decodeCursor, whole } from '../paging/cursor.ts';
import { findTransactions } from './transaction-rows.ts';

type Wish = InputOf<typeof api.transactions.list>;

/**
 * Ledger transactions, newest first. One customer's follow the versions of the wallet, which has an index of its own;
 * both orders are that of the ids. @throws InvalidInputError for a foreign cursor
 */
export async function listTransactions(
  ctx: Context,
  input: Wish,
): Promise<OutputOf<typeof api.transactions.list>> {
  const isOfWallet = input.customerId !== undefined;
  const list = isOfWallet ? 'wallet' : 'ledger';
  const after = decodeCursor(input.cursor, z.tuple([z.literal(list), whole]));
  const conditions = wantedBy(input);
  const place = placeIn(input);
  if (after) conditions.push(sql`${place} < ${after[1]}::bigint`);
  const rows = await findTransactions(ctx, {
    where: sql.join(conditions, sql` AND `),
    order: sql`${place} DESC`,
    limit: input.limit + 1,
  });
  const page = cutPage(rows, input.limit, (row) => [list, isOfWallet ? row.walletVersion : row.id]);
  return { ...page, total: null };
}

/** What the list is ordered by, newest last. */
function placeIn({ customerId, runId }: Wish): SQL {
  if (customerId !== undefined) return sql`t.wallet_version`;
  // An expression, so that the planner sorts the few of a run: the key's order would take it through all runs since.
  if (runId !== undefined) return sql`(t.id + 0)`;
  return sql`t.id`;
}

function wantedBy({ customerId, runId, kind }: Wish): SQL[] {
  const conditions: SQL[] = [sql`true`];
  if (customerId !== undefined) {
    conditions.push(
      sql`t.wallet_account_id = (SELECT id FROM accounts WHERE customer_id = ${customerId}::bigint)`,
    );
  }
  if (runId !== undefined) conditions.push(sql`t.run_id = ${runId}::bigint`);
  if (kind) conditions.push(sql`t.kind = ${kind}`);
  // Said again as the index of corrections says it, or the planner would not see that it serves.
  if (kind && kind !== 'hourly') conditions.push(sql`t.kind <> 'hourly'`);
  return conditions;
}
