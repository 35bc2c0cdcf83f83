import { useQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { Run, runs } from '#shared/api/runs.ts';
import { isOpen, runLogQuery } from '../../../api/runs.ts';
import { type Column, DataTable, type ListState } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Badge } from '../../../components/ui/badge.tsx';

type Line = OutputOf<typeof runs.log>['rows'][number];

const columns: Column<Line>[] = [
  {
    id: 'message',
    header: 'What happened',
    primary: true,
    className: 'md:py-2.5',
    cell: ({ level, message }) => (
      <span className="flex max-w-3xl flex-wrap items-baseline gap-x-2 gap-y-1 text-left font-normal">
        {level === 'warn' ? <Badge tone="warn">Trouble</Badge> : null}
        <span className="min-w-0 [overflow-wrap:anywhere]">{message}</span>
      </span>
    ),
  },
  { id: 'at', header: 'When', cell: ({ at }) => <Instant value={at} show="exact" /> },
  {
    id: 'instance',
    header: 'Process',
    wideOnly: true,
    cell: ({ instance }) => <span className="font-mono text-xs text-ink-faint">{instance ?? ''}</span>,
  },
];

/** What happened in a run, in whichever process, oldest first. */
export function RunLogTable({ run, state }: { run: Run; state: ListState }) {
  const query = useQuery(runLogQuery({ id: run.id, cursor: state.paging.cursor }, isOpen(run)));
  return (
    <DataTable
      label="Log of the run"
      columns={columns}
      query={query}
      rowKey={(line) => `${line.at.getTime()} ${line.message}`}
      state={state}
      empty={<EmptyState icon={ScrollText} title="Nothing happened yet" />}
    />
  );
}
