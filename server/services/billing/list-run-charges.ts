import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Run } from '#shared/api/runs.ts';
import type { Context } from '../../context.ts';
import { cutPage, decodeCursor, whole } from '../paging/cursor.ts';
import { secondsText } from './decimal-text.ts';
import { getRun } from './get-run.ts';

type ChargePage = OutputOf<typeof api.runs.charges>;

interface ChargeRow extends Record<string, unknown> {
  hour: Date;
  server_id: number;
  server_name: string;
  customer_id: number;
  customer_name: string | null;
  package_name: string | null;
  rate_id: number;
  monthly_price: bigint;
  seconds: number;
  weighted: number;
  capped: number;
  amount: bigint;
  in_gap: boolean;
  transaction_id: bigint | null;
}

/** What a run charged, by hour and server. @throws NotFoundError, InvalidInputError for a foreign cursor */
export async function listRunCharges(
  ctx: Context,
  input: InputOf<typeof api.runs.charges>,
): Promise<ChargePage> {
  const after = decodeCursor(input.cursor, z.tuple([whole, whole]));
  const run = await getRun(ctx, { id: input.id });
  const found = await chargesOfRun(ctx, { run, after, limit: input.limit + 1 });
  return { ...cutPage(found, input.limit, (row) => [row.hour.getTime(), row.serverId]), total: null };
}

/** Exact bounds of hours keep it to the partitions of the run; the key's order makes a page a walk along it. */
async function chargesOfRun(
  ctx: Context,
  { run, after, limit }: { run: Run; after: [number, number] | null; limit: number },
): Promise<ChargePage['rows']> {
  // Nothing charged yet, so there is no hour to begin with.
  if (!run.firstHour) return [];
  const [hour, serverId] = after ?? [run.firstHour.getTime(), 0];
  const from = new Date(Math.max(hour, run.firstHour.getTime())).toISOString();
  const { rows } = await ctx.db.execute<ChargeRow>(sql`
    SELECT h.hour, h.server_id, s.name AS server_name, h.customer_id, c.name AS customer_name, p.name AS package_name,
      h.rate_id, r.monthly_price_micros AS monthly_price, h.seconds, h.weighted, h.capped, h.amount_micros AS amount,
      h.in_gap, h.transaction_id
    FROM (SELECT * FROM hourly_charges
      WHERE hour >= ${from}::timestamptz AND hour < ${run.until.toISOString()}::timestamptz
        AND (hour, server_id) > (${from}::timestamptz, ${serverId}::bigint) AND run_id = ${run.id}
      ORDER BY hour, server_id LIMIT ${limit}) h
    JOIN servers s ON s.id = h.server_id JOIN rates r ON r.id = h.rate_id
    LEFT JOIN customers c ON c.id = h.customer_id LEFT JOIN packages p ON p.id = h.package_id
    ORDER BY h.hour, h.server_id`);
  return rows.map((row) => chargeOf(row, run.id));
}

function chargeOf(row: ChargeRow, runId: number): ChargePage['rows'][number] {
  return {
    hour: row.hour,
    serverId: row.server_id,
    serverName: row.server_name,
    customerId: row.customer_id,
    customerName: row.customer_name,
    packageName: row.package_name,
    rateId: row.rate_id,
    monthlyPrice: row.monthly_price,
    seconds: row.seconds,
    weightedSeconds: secondsText(row.weighted),
    cappedSeconds: secondsText(row.capped),
    amount: row.amount,
    inGap: row.in_gap,
    runId,
    transactionId: row.transaction_id === null ? null : Number(row.transaction_id),
  };
}
