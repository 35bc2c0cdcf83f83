import type { ReactNode } from 'react';
import { ApiError } from '../api/call.ts';
import type { SearchState } from '../hooks/use-search-state.ts';
import { ColumnMenu, shownColumns } from './data-table-columns.tsx';
import { DataTablePaging } from './data-table-paging.tsx';
import { type Column, DataTableRows } from './data-table-rows.tsx';
import { EmptyState } from './empty-state.tsx';
import { ErrorNotice } from './error-notice.tsx';
import { Button } from './ui/button.tsx';
import { Card } from './ui/card.tsx';
import { Skeleton } from './ui/skeleton.tsx';

export type { Column } from './data-table-rows.tsx';

/** What a list endpoint answers. A complete list is one page: `nextCursor` null. */
export interface ListPage<Row> {
  rows: readonly Row[];
  nextCursor: string | null;
  total: number | null;
}

/** The part of a query's result that a table needs: give it what `useQuery` gave. */
export interface ListQuery<Row> {
  data: ListPage<Row> | undefined;
  error: Error | null;
  isFetching: boolean;
  /** Shows the page before while the one asked for is on its way (`placeholderData: keepPreviousData`). */
  isPlaceholderData?: boolean;
  refetch: () => unknown;
}

/** What a table needs of the URL: `useSearchState` gives it. */
export type ListState = Pick<
  SearchState<Record<string, string>>,
  'changed' | 'clear' | 'paging' | 'columns'
> & {
  values: { sort?: string };
  set: (patch: { sort: string }) => void;
};

export interface DataTableProps<Row> {
  /** Names the table for those who cannot see the page around it. */
  label: string;
  columns: readonly Column<Row>[];
  query: ListQuery<Row>;
  rowKey: (row: Row) => string | number;
  /** Makes the whole row a link, spoken by its primary column. */
  href?: (row: Row) => string;
  /** Order, filters and page; leave out for a short list that is complete. */
  state?: ListState;
  /** Shown when there is nothing and nothing was filtered: an `EmptyState`. */
  empty: ReactNode;
}

/** Columns and a query → a table that is loading, empty, failed, forbidden or full; cards on a narrow screen. */
export function DataTable<Row>(given: DataTableProps<Row>) {
  const { query, state } = given;
  const props = { ...given, columns: shownColumns(given.columns, state?.columns.turned ?? []) };
  if (!query.data && query.error) return <FailedList error={query.error} query={query} />;
  if (!query.data) return <LoadingList {...props} />;
  const nothing = query.data.rows.length === 0;
  return (
    <>
      {query.error ? <StaleNotice error={query.error} query={query} /> : null}
      <Card className="relative overflow-hidden" aria-busy={query.isPlaceholderData || undefined}>
        {state && !nothing ? <ColumnMenu columns={given.columns} choice={state.columns} /> : null}
        {nothing ? <NothingHere {...props} /> : <DataTableRows {...props} rows={query.data.rows} />}
        {state && (!nothing || state.paging.cursor) ? (
          <DataTablePaging page={query.data} paging={state.paging} busy={query.isPlaceholderData ?? false} />
        ) : null}
      </Card>
    </>
  );
}

function NothingHere<Row>({ state, empty }: DataTableProps<Row>) {
  if (!state?.changed && !state?.paging.cursor) return empty;
  return (
    <EmptyState title="Nothing matches" action={<Button onClick={state.clear}>Show everything</Button>}>
      No row fits what you are looking for.
    </EmptyState>
  );
}

function FailedList<Row>({ error, query }: { error: Error; query: ListQuery<Row> }) {
  const forbidden = error instanceof ApiError && error.code === 'forbidden';
  return (
    <Card className="p-4">
      <ErrorNotice
        error={error}
        retry={forbidden ? undefined : () => query.refetch()}
        retrying={query.isFetching}
      />
    </Card>
  );
}

function StaleNotice<Row>({ error, query }: { error: Error; query: ListQuery<Row> }) {
  return (
    <div className="mb-3">
      <ErrorNotice error={error} retry={() => query.refetch()} retrying={query.isFetching} />
      <p className="mt-1 text-sm text-ink-soft">Below is what was read before.</p>
    </div>
  );
}

const SKELETON_ROWS = ['a', 'b', 'c', 'd', 'e', 'f'];
const SKELETON_WIDTHS = ['w-3/5', 'w-2/5', 'w-1/2', 'w-1/3'];

function LoadingList<Row>({ label, columns }: DataTableProps<Row>) {
  return (
    <Card className="overflow-hidden" aria-busy="true">
      <p className="sr-only" role="status">
        Loading {label}
      </p>
      <div aria-hidden="true" className="divide-y divide-line">
        <div className="h-9 bg-sunken" />
        {SKELETON_ROWS.map((row) => (
          <div key={row} className="flex h-11 items-center gap-6 px-4">
            {columns.slice(0, 5).map((column, index) => (
              <div key={column.id} className={index > 1 ? 'hidden flex-1 md:block' : 'flex-1'}>
                <Skeleton className={SKELETON_WIDTHS[index % SKELETON_WIDTHS.length]} />
              </div>
            ))}
          </div>
        ))}
      </div>
    </Card>
  );
}
