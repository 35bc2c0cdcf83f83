import { sql } from 'drizzle-orm';
import type { InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { NotFoundError } from '../../errors.ts';
import { findTransactions, type LedgerTransaction } from './transaction-rows.ts';

/** One movement of the ledger. @throws NotFoundError */
export async function getTransaction(
  ctx: Context,
  { id }: InputOf<typeof api.transactions.get>,
): Promise<LedgerTransaction> {
  const where = sql`t.id = ${id}::bigint`;
  const [found] = await findTransactions(ctx, { where, order: sql`t.id`, limit: 1 });
  if (!found) throw new NotFoundError('transaction', { id });
  return found;
}
