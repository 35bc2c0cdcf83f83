import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Micros } from '#shared/billing/money.ts';
import { divideHalfEven } from '#shared/billing/rounding.ts';
import type { Terms } from '#shared/billing/statement.ts';
import type { Context } from '../../context.ts';
import { cutPage, decodeCursor, whole } from '../paging/cursor.ts';
import { joinPresentRates, presentPercent, presentPrice, presentRates } from '../rates/present-rates.ts';
import { termsInForce } from '../settings/terms-in-force.ts';
import { findBilledUntil } from './billed-until.ts';

type Report = OutputOf<typeof api.reports.waiting>;

interface WaitingRow extends Record<string, unknown> {
  server_id: number;
  server_name: string;
  customer_id: number;
  customer_name: string | null;
  reason: Report['rows'][number]['reason'];
  since: Date;
  hours: number;
  /** A month's price times a percentage: micros × 100. Null where either is not known. */
  weighed: bigint | null;
}

/** Servers set aside, by id: how many hours wait, and what they would cost as the server is and is priced now. */
export async function reportWaiting(
  ctx: Context,
  { cursor, limit }: InputOf<typeof api.reports.waiting>,
): Promise<Report> {
  const at = ctx.clock.now();
  const terms = await termsInForce(ctx, at);
  const source = waitingServers({ at, terms, billedUntil: (await findBilledUntil(ctx)) ?? at });
  const after = decodeCursor(cursor, z.tuple([whole]));
  const { rows } = await ctx.db.execute<WaitingRow>(sql`${source}
    SELECT w.*, s.name AS server_name, c.name AS customer_name
    FROM (SELECT * FROM waiting WHERE server_id > ${after?.[0] ?? 0}::int ORDER BY server_id LIMIT ${limit + 1}) w
    JOIN servers s ON s.id = w.server_id LEFT JOIN customers c ON c.id = w.customer_id ORDER BY w.server_id`);
  const page = rows.map((row) => ({
    serverId: row.server_id,
    serverName: row.server_name,
    customerId: row.customer_id,
    customerName: row.customer_name,
    reason: row.reason,
    since: row.since,
    hours: row.hours,
    estimate: row.weighed === null ? null : costOf(row.weighed * BigInt(row.hours), terms),
  }));
  const { total, ...sum } = await sumWaiting(ctx, source, terms);
  return { ...cutPage(page, limit, (row) => [row.serverId]), total, sum };
}

async function sumWaiting(
  ctx: Context,
  source: SQL,
  terms: Terms,
): Promise<Report['sum'] & { total: number }> {
  const { rows } = await ctx.db.execute<{
    total: number;
    hours: number;
    unknown: number;
    weighed: string;
  }>(sql`
    ${source} SELECT count(*)::int AS total, coalesce(sum(hours), 0)::float8 AS hours,
      count(*) FILTER (WHERE weighed IS NULL)::int AS unknown,
      coalesce(sum(weighed * hours), 0)::numeric::text AS weighed FROM waiting`);
  const [row] = rows;
  if (!row) throw new Error('A sum without GROUP BY is always one row');
  return { ...row, estimate: costOf(BigInt(row.weighed), terms) };
}

function waitingServers(of: { at: Date; terms: Terms; billedUntil: Date }): SQL {
  return sql`WITH ${presentRates(of.at)}, waiting AS (
    SELECT m.server_id, m.customer_id, m.set_aside_reason AS reason, m.set_aside_since AS since,
      greatest(0, extract(epoch FROM ${of.billedUntil.toISOString()}::timestamptz - m.billed_until) / 3600)::int AS hours,
      (${presentPrice} * ${presentPercent(of.terms)})::bigint AS weighed
    FROM server_meters m JOIN servers s ON s.id = m.server_id ${joinPresentRates}
    WHERE m.set_aside_reason IS NOT NULL)`;
}

/** @param weighedHours price × percent × hours */
function costOf(weighedHours: bigint, { hoursPerMonth }: Terms): Micros {
  return divideHalfEven(weighedHours, BigInt(100 * hoursPerMonth));
}
