import { setImmediate } from 'node:timers/promises';
import type { FileReply, InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { isBilledToItsEnd } from '#shared/billing/billed-to-its-end.ts';
import { formatAligned } from '#shared/billing/money.ts';
import type { Context } from '../../context.ts';
import { type Document, openDocument } from '../files/open-document.ts';
import { type MonthlyStatement, monthlyStatement } from './monthly-statement.ts';
import { statementName } from './statement-csv.ts';

/** Rows drawn before other requests get a turn. */
const ROWS_A_TURN = 50;

/** The statement as a file to print or send. @throws as `monthlyStatement` */
export async function statementPdf(
  ctx: Context,
  input: InputOf<typeof api.statements.pdf>,
): Promise<FileReply> {
  const statement = await monthlyStatement(ctx, input);
  const document = openDocument({ title: `Statement of ${monthName(statement.from)}`, at: ctx.clock.now() });
  drawHead(document, statement);
  drawSummary(document, statement);
  await drawMovements(document, statement);
  await drawLines(document, statement);
  document.note(
    'An hour belongs to the month it lies in, and anything else to the day it was written. All times are UTC. Amounts are exact to six decimals.',
  );
  return { filename: `${statementName(statement)}.pdf`, content: document.end() };
}

function drawHead(document: Document, { customer, from, until, billedUntil }: MonthlyStatement): void {
  document.heading(`Statement of ${monthName(from)}`);
  document.line(customer.name ?? `Customer ${customer.id}`, { bold: true });
  if (customer.email) document.line(customer.email);
  const other = customer.externalId === null ? '' : `, customer ${customer.externalId}`;
  document.line(`VirtFusion user ${customer.id}${other}`);
  if (!isBilledToItsEnd({ billedUntil, until })) {
    document.note(
      `This month is not billed to its end yet: only hours before ${instant(billedUntil ?? from)} are.`,
    );
  }
}

function drawSummary(document: Document, statement: MonthlyStatement): void {
  const { opening, moved, carried, usage, closing, currency, from, until } = statement;
  const end = isBilledToItsEnd(statement) ? `Balance on ${day(until)}` : 'Balance so far';
  document.table({
    columns: [
      { title: '', share: 5 },
      { title: currency, share: 2, right: true },
    ],
    rows: [
      [`Balance on ${day(from)}`, formatAligned(opening)],
      ['Paid in and adjusted', formatAligned(moved)],
      ...(carried === 0n ? [] : [['Carried to VirtFusion’s credit', formatAligned(carried)]]),
      ['Hours of servers', formatAligned(-usage.amount)],
    ],
    total: [end, formatAligned(closing)],
  });
}

async function drawMovements(document: Document, { movements, moved, currency }: MonthlyStatement) {
  document.subheading('Paid in and adjusted');
  if (movements.length === 0) return document.line('Nothing moved the wallet but its hours.');
  const table = document.openTable([
    { title: 'When (UTC)', share: 3 },
    { title: 'What', share: 2 },
    { title: 'Why', share: 6 },
    { title: currency, share: 3, right: true },
  ]);
  for (const [index, movement] of movements.entries()) {
    if (index % ROWS_A_TURN === 0) await setImmediate();
    const { createdAt, kind, reason, walletChange } = movement;
    table.row([instant(createdAt), kind, reason, formatAligned(walletChange)]);
  }
  table.end(['', '', 'Together', formatAligned(moved)]);
}

async function drawLines(document: Document, { lines, usage, currency }: MonthlyStatement) {
  document.subheading('Hours of servers');
  if (lines.length === 0) return document.line('No hour was charged.');
  const table = document.openTable([
    { title: 'Server', share: 5 },
    { title: 'Package', share: 3 },
    { title: `${currency} a month`, share: 3, right: true },
    { title: 'Hours', share: 2, right: true },
    { title: currency, share: 3, right: true },
  ]);
  for (const [index, line] of lines.entries()) {
    if (index % ROWS_A_TURN === 0) await setImmediate();
    table.row([
      `${line.serverName} (${line.serverId})`,
      line.packageName ?? 'own rate',
      formatAligned(line.monthlyPrice),
      hours(line.seconds),
      formatAligned(line.amount),
    ]);
    if (line.corrected !== 0n)
      table.row(['of it put right afterwards', '', '', '', formatAligned(line.corrected)]);
  }
  table.end(['Together', '', '', hours(usage.seconds), formatAligned(usage.amount)]);
}

/** Seconds as hours, to the hundredth: '719.75'. */
function hours(seconds: number): string {
  return (seconds / 3600).toFixed(2);
}

function monthName(from: Date): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long', year: 'numeric' }).format(from);
}

function day(at: Date): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', dateStyle: 'long' }).format(at);
}

/** '2026-11-03 14:05' */
function instant(at: Date): string {
  return at.toISOString().slice(0, 16).replace('T', ' ');
}
