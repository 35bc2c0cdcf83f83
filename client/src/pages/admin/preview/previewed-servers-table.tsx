import { useQuery } from '@tanstack/react-query';
import { Server } from 'lucide-react';
import { type PreviewedRun, type PreviewedServer, previewedServersQuery } from '../../../api/preview.ts';
import { customerName } from '../../../components/customer-name.ts';
import { type Column, DataTable, type ListState } from '../../../components/data-table.tsx';
import { durationText } from '../../../components/duration.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Money } from '../../../components/money.tsx';
import { reasons } from '../../../components/reasons.ts';
import { serverName } from '../../../components/server-name.ts';
import { TextLink } from '../../../components/text-link.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { paths } from '../../../paths.ts';

const columns: Column<PreviewedServer>[] = [
  {
    id: 'server',
    header: 'Server',
    primary: true,
    cell: (row) => serverName({ id: row.serverId, name: row.serverName }),
  },
  {
    id: 'customer',
    header: 'Customer',
    cell: (row) => <TextLink href={paths.customer(row.customerId)}>{customerName(row)}</TextLink>,
  },
  {
    id: 'package',
    header: 'Package',
    cell: (row) => row.packageName ?? <span className="text-ink-faint">None</span>,
  },
  {
    id: 'from',
    header: 'Billed from',
    wideOnly: true,
    cell: (row) => <Instant value={row.from} show="exact" />,
  },
  { id: 'hours', header: 'Hours', align: 'right', cell: (row) => row.hours.toLocaleString('en') },
  { id: 'seconds', header: 'Counted', align: 'right', cell: (row) => durationText(row.seconds) },
  {
    id: 'amount',
    header: 'Would cost',
    align: 'right',
    cell: (row) => <Money amount={row.amount} aligned />,
  },
  {
    id: 'waiting',
    header: 'Waits',
    cell: (row) =>
      row.waiting ? (
        <Badge tone="warn">{reasons[row.waiting.reason].short}</Badge>
      ) : (
        <span className="text-ink-faint">No</span>
      ),
  },
];

/** Server by server, in order of their numbers. */
export function PreviewedServersTable({ run, state }: { run: PreviewedRun; state: ListState }) {
  const at = run.at.toISOString();
  const query = useQuery(previewedServersQuery({ at, cursor: state.paging.cursor }));
  return (
    <DataTable
      label="Servers with hours due"
      columns={columns}
      query={query}
      rowKey={(row) => row.serverId}
      href={(row) => paths.server(row.serverId)}
      state={state}
      empty={
        <EmptyState icon={Server} title="No server has an hour due">
          Every hour that was seen is billed already.
        </EmptyState>
      }
    />
  );
}
