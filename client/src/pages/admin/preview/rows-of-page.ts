import type { ListPage } from '../../../components/data-table.tsx';

const ROWS = 50;

/** A page of rows that came all at once: its cursor is how many rows lie before it. */
export function rowsOfPage<Row>(rows: readonly Row[], cursor: string | undefined): ListPage<Row> {
  const from = /^\d{1,6}$/.test(cursor ?? '') ? Number(cursor) : 0;
  const next = from + ROWS;
  return {
    rows: rows.slice(from, next),
    nextCursor: next < rows.length ? String(next) : null,
    total: rows.length,
  };
}

/** For a table whose rows are there already. */
export const alreadyRead = { error: null, isFetching: false, refetch: () => {} };
