import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { NotFoundError } from '../../errors.ts';
import { customerOf } from '../customer-links/customer-of.ts';
import { listServerCharges } from '../servers/list-server-charges.ts';

/**
 * What a server was charged to the customer: of one that changed hands, their own hours alone.
 * @throws NotFoundError for a server that never was theirs, as for one that there is not
 */
export async function listOwnCharges(
  ctx: Context,
  { serverId, cursor, limit }: InputOf<typeof api.account.charges>,
): Promise<OutputOf<typeof api.account.charges>> {
  const customerId = customerOf(ctx);
  const { until, name } = await ownServer(ctx, { serverId, customerId });
  const of = { customerId, until };
  const { rows, ...page } = await listServerCharges(ctx, { id: serverId, cursor, limit, of });
  return {
    ...page,
    server: { id: serverId, name },
    rows: rows.map(({ runId: _run, transactionId: _transaction, ...charge }) => charge),
  };
}

/** The server's name, and until when its hours may be the customer's: null while it is theirs. */
async function ownServer(
  ctx: Context,
  { serverId, customerId }: { serverId: number; customerId: number },
): Promise<{ name: string; until: Date | null }> {
  const { rows } = await ctx.db.execute<{ owns: boolean; name: string; until: Date | null }>(sql`
    SELECT s.name, s.customer_id = ${customerId}::bigint AS owns, (SELECT max(m.month) + interval '1 month' FROM server_months m
      WHERE m.server_id = s.id AND m.customer_id = ${customerId}::int) AS until
    FROM servers s WHERE s.id = ${serverId}::bigint`);
  const [row] = rows;
  if (!row || (!row.owns && !row.until)) throw new NotFoundError('server', { id: serverId });
  return { name: row.name, until: row.owns ? null : row.until };
}
