import type { FileReply, InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { type Cell, csvFile } from '../files/csv-file.ts';
import { eachRow } from '../paging/each-row.ts';
import { reportBreakdown } from './report-breakdown.ts';
import { reportForecast } from './report-forecast.ts';
import { reportOwing } from './report-owing.ts';
import { reportTimeline } from './report-timeline.ts';
import { reportWaiting } from './report-waiting.ts';

/** The timeline as a file. Nothing is in it that the page does not show. */
export async function downloadTimeline(
  ctx: Context,
  input: InputOf<typeof api.reports.timeline>,
): Promise<FileReply> {
  const { rows } = await reportTimeline(ctx, input);
  return csvFile({
    name: `revenue-by-${input.by}-${rangeName(input)}`,
    columns: ['from', 'until', 'server_hours', 'seconds', 'amount'],
    rows: rows.map(({ from, until, charges, seconds, amount }) => [from, until, charges, seconds, amount]),
  });
}

/** The breakdown as a file, all of it. */
export async function downloadBreakdown(
  ctx: Context,
  input: InputOf<typeof api.reports.breakdownCsv>,
): Promise<FileReply> {
  return csvFile({
    name: `revenue-by-${input.by}-${rangeName(input)}`,
    columns: [`${input.by}_id`, input.by, 'server_hours', 'seconds', 'amount'],
    rows: mapped(
      eachRow((page) => reportBreakdown(ctx, { ...input, ...page })),
      ({ id, name, charges, seconds, amount }) => [id, name, charges, seconds, amount],
    ),
  });
}

/** The wallets below nothing as a file, all of them. */
export async function downloadOwing(ctx: Context): Promise<FileReply> {
  return csvFile({
    name: `wallets-below-nothing-${dayOf(ctx.clock.now())}`,
    columns: ['customer_id', 'external_id', 'customer', 'email', 'servers', 'burn_per_hour', 'balance'],
    rows: mapped(
      eachRow((page) => reportOwing(ctx, page)),
      (row) => [row.id, row.externalId, row.name, row.email, row.servers, row.burnPerHour, row.balance],
    ),
  });
}

/** The servers set aside as a file, all of them. An estimate that cannot be made is an empty cell. */
export async function downloadWaiting(ctx: Context): Promise<FileReply> {
  return csvFile({
    name: `servers-set-aside-${dayOf(ctx.clock.now())}`,
    columns: ['server_id', 'server', 'customer_id', 'customer', 'reason', 'since', 'hours', 'estimate'],
    rows: mapped(
      eachRow((page) => reportWaiting(ctx, page)),
      (row) => [
        row.serverId,
        row.serverName,
        row.customerId,
        row.customerName,
        row.reason,
        row.since,
        row.hours,
        row.estimate,
      ],
    ),
  });
}

/** The forecast as a file. */
export async function downloadForecast(ctx: Context): Promise<FileReply> {
  const { month, rows } = await reportForecast(ctx);
  return csvFile({
    name: `forecast-${month.from.toISOString().slice(0, 7)}`,
    columns: ['package_id', 'package', 'servers', 'billed', 'rest', 'total'],
    rows: rows.map((row) => [row.packageId, row.packageName, row.servers, row.billed, row.rest, row.total]),
  });
}

async function* mapped<Row>(
  rows: AsyncIterable<Row>,
  cells: (row: Row) => readonly Cell[],
): AsyncGenerator<readonly Cell[]> {
  for await (const row of rows) yield cells(row);
}

/** '2026-11-01-until-2026-12-01': the range as the file's name says it. */
function rangeName({ from, until }: { from: Date; until: Date }): string {
  return `${dayOf(from)}-until-${dayOf(until)}`;
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
