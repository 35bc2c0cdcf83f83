import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Run } from '#shared/api/runs.ts';
import type { Context } from '../../context.ts';
import { cutPage, decodeCursor, whole } from '../paging/cursor.ts';
import { correctedAmount, joinCorrections } from '../servers/join-corrections.ts';
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
  corrected: bigint | null;
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

/** From the hours that are packed, then from those in full, until the page is full. */
async function chargesOfRun(
  ctx: Context,
  { run, after, limit }: { run: Run; after: [number, number] | null; limit: number },
): Promise<ChargePage['rows']> {
  // Nothing charged yet, so there is no hour to begin with.
  if (!run.firstHour) return [];
  const [hour, serverId] = after ?? [run.firstHour.getTime(), 0];
  const from = new Date(Math.max(hour, run.firstHour.getTime()));
  const found: ChargePage['rows'] = [];
  for (const packed of await packedHoursOf(ctx, run, from)) {
    const beyond = packed.getTime() === from.getTime() ? serverId : 0;
    const most = limit - found.length;
    const charges = sql`SELECT * FROM packed_charges_of_run(${run.id}, ${packed.toISOString()}::timestamptz, ${beyond}::bigint, ${most})`;
    found.push(...(await named(ctx, charges, { run, limit: most })));
    if (found.length === limit) return found;
  }
  found.push(
    ...(await named(ctx, chargesInFull(run, { from, serverId }), { run, limit: limit - found.length })),
  );
  return found;
}

/** The packed hours that the run charged, from an instant on: its own by the month's list, and those kept as rows. */
async function packedHoursOf(ctx: Context, run: Run, from: Date): Promise<Date[]> {
  const [first, until] = [from.toISOString(), run.until.toISOString()];
  const { rows } = await ctx.db.execute<{ hour: Date }>(sql`
    SELECT hour FROM (
      SELECT m.month + (u.n - 1) * interval '1 hour' AS hour
      FROM packed_months m CROSS JOIN LATERAL unnest(m.run_ids) WITH ORDINALITY AS u(run_id, n)
      WHERE m.month >= date_trunc('month', ${first}::timestamptz, 'UTC') AND m.month < ${until}::timestamptz AND u.run_id = ${run.id}
      UNION SELECT hour FROM kept_charges
      WHERE hour >= ${first}::timestamptz AND hour < ${until}::timestamptz AND run_id = ${run.id}) charged
    WHERE hour >= ${first}::timestamptz AND hour < packed_until() ORDER BY hour`);
  return rows.map((row) => row.hour);
}

/** Exact bounds of hours keep it to the partitions of the run; the key's order makes a page a walk along it. */
function chargesInFull(run: Run, { from, serverId }: { from: Date; serverId: number }): SQL {
  const first = from.toISOString();
  return sql`SELECT * FROM hourly_charges
    WHERE hour >= ${first}::timestamptz AND hour >= (SELECT packed_until()) AND hour < ${run.until.toISOString()}::timestamptz
      AND (hour, server_id) > (${first}::timestamptz, ${serverId}::bigint) AND run_id = ${run.id}
    ORDER BY hour, server_id`;
}

async function named(
  ctx: Context,
  charges: SQL,
  { run, limit }: { run: Run; limit: number },
): Promise<ChargePage['rows']> {
  const { rows } = await ctx.db.execute<ChargeRow>(sql`
    SELECT h.hour, h.server_id, s.name AS server_name, h.customer_id, c.name AS customer_name, p.name AS package_name,
      h.rate_id, r.monthly_price_micros AS monthly_price, h.seconds, h.weighted, h.capped, h.amount_micros AS amount,
      ${correctedAmount} AS corrected, h.in_gap, h.transaction_id
    FROM (${charges} LIMIT ${limit}) h
    JOIN servers s ON s.id = h.server_id JOIN rates r ON r.id = h.rate_id
    LEFT JOIN customers c ON c.id = h.customer_id LEFT JOIN packages p ON p.id = h.package_id ${joinCorrections}
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
    corrected: row.corrected,
    inGap: row.in_gap,
    runId,
    transactionId: row.transaction_id === null ? null : Number(row.transaction_id),
  };
}
