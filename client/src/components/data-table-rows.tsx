import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { Link } from 'wouter';
import type { DataTableProps } from './data-table.tsx';
import { cn } from './ui/cn.ts';

export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Numbers stand right, so that their digits do too. */
  align?: 'right';
  /** What the row is about: it carries the link, and heads the card on a narrow screen. One a table. */
  primary?: boolean;
  /** Not shown on a narrow screen. */
  wideOnly?: boolean;
  /** The server orders by this: the value of `sort` to send, for each direction it knows. */
  sort?: { asc?: string; desc?: string };
  /** The browser orders by this: only for a list that is complete. Null goes last. */
  sortValue?: (row: Row) => string | number | bigint | Date | null;
  className?: string;
  /** Not shown until it is chosen. */
  extra?: boolean;
}

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

interface RowsProps<Row> extends DataTableProps<Row> {
  rows: readonly Row[];
}

/** The table itself: a row a line on wide screens, a card a row on narrow ones. */
export function DataTableRows<Row>(props: RowsProps<Row>) {
  const { label, columns, rows, rowKey, href, query } = props;
  const order = useOrder(props);
  const sorted = useSorted(rows, columns, order.here);
  return (
    <table
      data-choice={props.state ? '' : undefined}
      className="w-full border-collapse text-sm max-md:block"
      data-stale={query.isPlaceholderData || undefined}
    >
      <caption className="sr-only">{label}</caption>
      <thead className="bg-sunken text-left text-xs text-ink-soft max-md:sr-only">
        <tr>
          {columns.map((column) => (
            <Heading key={column.id} column={column} {...order.of(column)} />
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line in-data-stale:opacity-60 max-md:block">
        {sorted.map((row) => (
          <tr
            key={rowKey(row)}
            className={cn(
              'relative max-md:grid max-md:gap-1 max-md:px-4 max-md:py-3',
              href && 'hover:bg-hover has-[a:focus-visible]:bg-hover',
            )}
          >
            {columns.map((column) => (
              <DataCell
                key={column.id}
                column={column}
                row={row}
                href={column.primary ? href?.(row) : undefined}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DataCell<Row>({ column, row, href }: { column: Column<Row>; row: Row; href: string | undefined }) {
  const content = column.cell(row);
  return (
    <td
      className={cn(
        'align-middle md:h-11 md:px-3 md:py-1.5 md:first:pl-4 md:last:pr-4 md:in-data-choice:last:pr-11 max-md:flex max-md:justify-between max-md:gap-4',
        // Under a thumb the next link is as near as the next line: each is 24 px tall.
        'max-md:[&_a]:inline-block max-md:[&_a]:py-0.5',
        column.align === 'right' && 'md:text-right',
        column.primary && 'font-medium max-md:text-base',
        column.wideOnly && 'max-md:hidden',
        column.className,
      )}
    >
      {column.primary ? null : (
        <span aria-hidden="true" className="shrink-0 text-ink-faint md:hidden">
          {column.header}
        </span>
      )}
      {href ? (
        <Link
          href={href}
          className="after:absolute after:inset-0 focus-visible:after:outline-2 hover:text-accent-ink"
        >
          {content}
        </Link>
      ) : (
        <span className="min-w-0 max-md:text-right">{content}</span>
      )}
    </td>
  );
}

type Direction = 'ascending' | 'descending';
interface HeadingOrder {
  direction: Direction | undefined;
  /** Absent where the column cannot be ordered by. */
  turn: (() => void) | undefined;
}

function Heading<Row>({ column, direction, turn }: { column: Column<Row> } & HeadingOrder) {
  const Arrow = direction === 'ascending' ? ArrowUp : direction === 'descending' ? ArrowDown : ChevronsUpDown;
  return (
    <th
      scope="col"
      aria-sort={turn ? (direction ?? 'none') : undefined}
      className={cn(
        'h-9 px-3 font-medium whitespace-nowrap first:pl-4 last:pr-4 in-data-choice:last:pr-11',
        column.align === 'right' && 'text-right',
      )}
    >
      {turn ? (
        <button
          type="button"
          onClick={turn}
          className="inline-flex items-center gap-1 rounded-xs hover:text-ink"
        >
          {column.header}
          <Arrow aria-hidden="true" className={cn('size-3', !direction && 'opacity-60')} />
        </button>
      ) : (
        column.header
      )}
    </th>
  );
}

type Here = { id: string; desc: boolean } | null;

/** Which column the rows are ordered by: in the URL where there is one, else in the table itself. */
function useOrder<Row>({ state }: RowsProps<Row>) {
  const [own, setOwn] = useState('');
  const sort = state ? (state.values.sort ?? '') : own;
  const setSort = (next: string) => (state ? state.set({ sort: next }) : setOwn(next));
  const of = (column: Column<Row>): HeadingOrder => {
    const keys = column.sortValue ? { asc: column.id, desc: `-${column.id}` } : column.sort;
    if (!keys) return { direction: undefined, turn: undefined };
    const direction = sort === keys.asc ? 'ascending' : sort === keys.desc ? 'descending' : undefined;
    const next = direction === 'ascending' ? (keys.desc ?? keys.asc) : (keys.asc ?? keys.desc);
    return { direction, turn: () => setSort(next ?? '') };
  };
  const here: Here = sort ? { id: sort.replace(/^-/, ''), desc: sort.startsWith('-') } : null;
  return { of, here };
}

/** The rows in the order asked for, where the browser is to make it; else as the server gave them. */
function useSorted<Row>(rows: readonly Row[], columns: readonly Column<Row>[], here: Here): Row[] {
  const definitions = useMemo(() => columns.map(definitionOf), [columns]);
  const sorts = here !== null && columns.some((column) => column.id === here.id && column.sortValue);
  const sorting = useMemo(() => (sorts && here ? [{ id: here.id, desc: here.desc }] : []), [sorts, here]);
  // TanStack's row type is any record; ours need not be one, so each row is wrapped.
  const data = useMemo(() => rows.map((row) => ({ row })), [rows]);
  const table = useTable({ features, columns: definitions, data, state: { sorting } });
  return table.getRowModel().rows.map((line) => line.original.row);
}

function definitionOf<Row>(column: Column<Row>): ColumnDef<typeof features, { row: Row }> {
  const { sortValue } = column;
  return {
    id: column.id,
    // TanStack puts undefined last in both directions; null it would compare.
    accessorFn: ({ row }) => sortValue?.(row) ?? undefined,
    sortUndefined: 'last',
    sortFn: (a, b, id) => compare(a.getValue(id), b.getValue(id)),
  };
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return a.localeCompare(b, 'en', { numeric: true });
  const [left, right] = [a as number, b as number];
  return left < right ? -1 : left > right ? 1 : 0;
}
