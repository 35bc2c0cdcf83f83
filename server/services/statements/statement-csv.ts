import type { FileReply, InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { type Cell, csvFile } from '../files/csv-file.ts';
import { type MonthlyStatement, monthlyStatement } from './monthly-statement.ts';

/** The statement as a file of lines whose amounts add up to its last one. @throws as `monthlyStatement` */
export async function statementCsv(
  ctx: Context,
  input: InputOf<typeof api.statements.csv>,
): Promise<FileReply> {
  const statement = await monthlyStatement(ctx, input);
  return csvFile({
    name: statementName(statement),
    columns: [
      'line',
      'date',
      'description',
      'server_id',
      'package',
      'monthly_price',
      'hours',
      'seconds',
      'corrected',
      'amount',
      'currency',
    ],
    rows: linesOf(statement),
  });
}

/** 'statement-11-2026-11': how a saved file is told from others. */
export function statementName({ customer, month }: MonthlyStatement): string {
  return `statement-${customer.id}-${month}`;
}

function* linesOf(statement: MonthlyStatement): Generator<Cell[]> {
  const { from, until, currency } = statement;
  const plain = (line: string, at: Date, text: string, amount: bigint): Cell[] => {
    return [line, at, text, null, null, null, null, null, null, amount, currency];
  };
  yield plain('opening', from, 'Balance before', statement.opening);
  for (const { kind, createdAt, reason, walletChange } of statement.movements) {
    yield plain(kind, createdAt, reason, walletChange);
  }
  if (statement.carried !== 0n) {
    yield plain('credit', until, 'Carried to VirtFusion’s credit', statement.carried);
  }
  for (const line of statement.lines) {
    const { serverId, serverName, packageName, monthlyPrice, charges, seconds, corrected, amount } = line;
    yield [
      'server',
      until,
      serverName,
      serverId,
      packageName,
      monthlyPrice,
      charges,
      seconds,
      corrected === 0n ? null : -corrected,
      -amount,
      currency,
    ];
  }
  yield plain('closing', until, 'Balance after', statement.closing);
}
