import { sql } from 'drizzle-orm';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { InvalidInputError } from '../../errors.ts';
import { chargedMonths } from '../roll-ups/charged-totals.ts';

type StatementLine = OutputOf<typeof api.statements.get>['lines'][number];

/** Lines of one statement at most; a customer with more servers than that reads them as a report. */
const MOST_LINES = 10_000;

interface LineRow extends Record<string, unknown> {
  server_id: number;
  server_name: string | null;
  package_name: string | null;
  price: bigint;
  charges: number;
  seconds: number;
  amount: bigint;
  corrected: bigint;
}

/** What each server cost a customer in a month, by package and rate. Only hours it owned: a server sold on is on both statements. */
export async function statementLines(
  ctx: Context,
  { customerId, month }: { customerId: number; month: Date },
): Promise<StatementLine[]> {
  const { rows } = await ctx.db.execute<LineRow>(sql`
    SELECT c.server_id, s.name AS server_name, p.name AS package_name, r.monthly_price_micros AS price,
      sum(c.charges)::float8 AS charges, sum(c.seconds)::float8 AS seconds, sum(c.amount_micros)::bigint AS amount,
      coalesce((SELECT sum(k.amount_micros) FROM charge_corrections k WHERE k.server_id = c.server_id AND k.hour >= ${month.toISOString()}::timestamptz
        AND k.hour < ${month.toISOString()}::timestamptz + interval '1 month' AND k.customer_id = ${customerId}
        AND k.rate_id = c.rate_id AND k.package_id IS NOT DISTINCT FROM c.package_id), 0)::bigint AS corrected
    FROM ${chargedMonths([month], customerId)} c JOIN rates r ON r.id = c.rate_id
    LEFT JOIN servers s ON s.id = c.server_id LEFT JOIN packages p ON p.id = c.package_id
    GROUP BY c.server_id, s.name, c.package_id, p.name, c.rate_id, r.monthly_price_micros, r.effective_from
    ORDER BY c.server_id, r.effective_from, c.rate_id LIMIT ${MOST_LINES + 1}`);
  if (rows.length > MOST_LINES) {
    throw new InvalidInputError('month', `This statement has more than ${MOST_LINES} lines`);
  }
  return rows.map((row) => ({
    serverId: row.server_id,
    serverName: row.server_name ?? `Server ${row.server_id}`,
    packageName: row.package_name,
    monthlyPrice: row.price,
    charges: row.charges,
    seconds: row.seconds,
    amount: row.amount,
    corrected: row.corrected,
  }));
}
