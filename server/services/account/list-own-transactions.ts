import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { customerOf } from '../customer-links/customer-of.ts';
import { listTransactions } from '../ledger/list-transactions.ts';

/** What moved the customer's wallet, newest first. @throws InvalidInputError for a foreign cursor */
export async function listOwnTransactions(
  ctx: Context,
  page: InputOf<typeof api.account.transactions>,
): Promise<OutputOf<typeof api.account.transactions>> {
  const { rows, ...more } = await listTransactions(ctx, { ...page, customerId: customerOf(ctx) });
  return {
    ...more,
    rows: rows.map(({ id, kind, walletChange, walletBalance, reason, createdAt }) => {
      return { id, kind, walletChange, walletBalance, reason, createdAt };
    }),
  };
}
