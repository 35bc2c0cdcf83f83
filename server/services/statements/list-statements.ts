import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { getCustomer } from '../customers/get-customer.ts';
import { chargedMonths } from '../roll-ups/charged-totals.ts';

const MONTHS = 24;

/** The months in which a customer was charged, newest first, of the last 24. @throws NotFoundError for the customer */
export async function listStatements(
  ctx: Context,
  { id }: InputOf<typeof api.statements.months>,
): Promise<OutputOf<typeof api.statements.months>> {
  await getCustomer(ctx, { id });
  const { rows } = await ctx.db.execute<{
    month: string;
    servers: number;
    charges: number;
    amount: bigint;
  }>(sql`
    SELECT to_char(month AT TIME ZONE 'UTC', 'YYYY-MM') AS month, count(DISTINCT server_id)::int AS servers,
      sum(charges)::float8 AS charges, sum(amount_micros)::bigint AS amount
    FROM ${chargedMonths(lastMonths(ctx.clock.now()), id)} c GROUP BY c.month ORDER BY c.month DESC`);
  return { rows: rows.map(({ month, servers, charges, amount }) => ({ month, servers, charges, amount })) };
}

/** The month of `now` and those before it, oldest first. */
function lastMonths(now: Date): Date[] {
  return Array.from(
    { length: MONTHS },
    (_, index) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - MONTHS + 1 + index, 1)),
  );
}
