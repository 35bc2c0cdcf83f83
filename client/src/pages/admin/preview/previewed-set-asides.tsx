import { CircleCheck } from 'lucide-react';
import type { PreviewedRun } from '../../../api/preview.ts';
import { DataTable, type ListState } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { reasons } from '../../../components/reasons.ts';
import { Badge } from '../../../components/ui/badge.tsx';
import { paths } from '../../../paths.ts';
import { setAsideColumns } from '../runs/set-aside-table.tsx';
import { alreadyRead, rowsOfPage } from './rows-of-page.ts';

/** The servers whose hours would wait, why, and what to do before the run comes. */
export function PreviewedSetAsides({ run: { setAside }, state }: { run: PreviewedRun; state: ListState }) {
  const left = setAside.total - setAside.rows.length;
  return (
    <>
      {setAside.reasons.length > 1 ? (
        <ul aria-label="Why they wait" className="mb-3 flex flex-wrap gap-2">
          {setAside.reasons.map(({ reason, servers }) => (
            <li key={reason}>
              <Badge tone="warn">
                {reasons[reason].short}: {servers.toLocaleString('en')}
              </Badge>
            </li>
          ))}
        </ul>
      ) : null}
      <DataTable
        label="Servers that would be set aside"
        columns={setAsideColumns}
        query={{ ...alreadyRead, data: rowsOfPage(setAside.rows, state.paging.cursor) }}
        rowKey={(row) => row.serverId}
        href={(row) => paths.server(row.serverId)}
        state={state}
        empty={
          <EmptyState icon={CircleCheck} title="No server would be set aside">
            Every server with hours due has a package and a price.
          </EmptyState>
        }
      />
      {left > 0 ? (
        <p className="mt-2 text-sm text-ink-soft">
          The first {setAside.rows.length.toLocaleString('en')} are listed; {left.toLocaleString('en')} more
          wait for the same reasons.
        </p>
      ) : null}
    </>
  );
}
