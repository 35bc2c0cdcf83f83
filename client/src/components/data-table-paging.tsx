import { ChevronLeft, ChevronRight, ChevronsLeft } from 'lucide-react';
import type { Paging } from '../hooks/use-search-state.ts';
import type { ListPage } from './data-table.tsx';
import { Button } from './ui/button.tsx';

export interface DataTablePagingProps {
  page: ListPage<unknown>;
  paging: Paging;
  busy: boolean;
}

/** The foot of a list: how much there is, and the way to the next page and back. */
export function DataTablePaging({ page, paging, busy }: DataTablePagingProps) {
  const { nextCursor } = page;
  const single = !nextCursor && !paging.cursor;
  return (
    <nav
      aria-label="Pages"
      className="flex flex-wrap items-center justify-between gap-2 border-t border-line px-4 py-2 text-sm text-ink-soft"
    >
      <p aria-live="polite">{countIn(page, paging, single)}</p>
      {single ? null : (
        <div className="flex items-center gap-1.5 print:hidden">
          {paging.cursor && !paging.previous ? (
            <Button size="sm" onClick={paging.first}>
              <ChevronsLeft /> First page
            </Button>
          ) : (
            <Button size="sm" onClick={paging.previous} disabled={!paging.previous || busy}>
              <ChevronLeft /> Previous
            </Button>
          )}
          <Button
            size="sm"
            onClick={() => nextCursor && paging.next(nextCursor)}
            disabled={!nextCursor || busy}
          >
            Next <ChevronRight />
          </Button>
        </div>
      )}
    </nav>
  );
}

function countIn({ rows, total }: ListPage<unknown>, { page }: Paging, single: boolean): string {
  if (single) return rows.length === 1 ? '1 row' : `${rows.length.toLocaleString('en')} rows`;
  const where = page === null ? 'Further on' : `Page ${page}`;
  return total === null ? where : `${where} · ${total.toLocaleString('en')} in all`;
}
