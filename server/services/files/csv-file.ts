import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { FileReply } from '#shared/api/endpoint.ts';
import { formatMoney, type Micros } from '#shared/billing/money.ts';

/** What a cell may hold: money is a bigint of micros and is written as exact decimals, an instant as ISO 8601 in UTC. */
export type Cell = string | number | Micros | Date | null;

export interface CsvFile {
  /** Without its ending. */
  name: string;
  columns: readonly string[];
  rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>;
}

/**
 * A CSV file, written as it is sent, for any spreadsheet: with the mark that tells Excel it is UTF-8. Text that a
 * spreadsheet would run as a formula gets an apostrophe before it; numbers and money below nothing do not.
 */
export function csvFile({ name, columns, rows }: CsvFile): FileReply {
  const writer = stringify({
    header: true,
    columns: [...columns],
    bom: true,
    escape_formulas: true,
    record_delimiter: '\r\n',
    cast: { bigint: formatMoney, date: (at) => at.toISOString() },
  });
  return { filename: `${name}.csv`, content: Readable.from(rows).compose<typeof writer>(writer) };
}
