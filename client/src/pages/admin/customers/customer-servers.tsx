import { useQuery } from '@tanstack/react-query';
import { Server as ServerIcon } from 'lucide-react';
import { type Server, serversQuery } from '../../../api/servers.ts';
import { type Column, DataTable, type ListState } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Money } from '../../../components/money.tsx';
import { reasons } from '../../../components/reasons.ts';
import { serverName } from '../../../components/server-name.ts';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { paths } from '../../../paths.ts';

const columns: Column<Server>[] = [
  { id: 'name', header: 'Server', primary: true, cell: serverName },
  { id: 'state', header: 'State', cell: (row) => <StatusBadge status={row.state ?? 'unknown'} /> },
  { id: 'package', header: 'Package', cell: (row) => row.packageName ?? 'Not known' },
  {
    id: 'price',
    header: 'A month',
    align: 'right',
    cell: (row) => (row.monthlyPrice === null ? 'No price' : <Money amount={row.monthlyPrice} />),
  },
  {
    id: 'billed',
    header: 'Billed until',
    cell: (row) => (row.billedUntil ? <Instant value={row.billedUntil} /> : 'Not yet'),
  },
  {
    id: 'waits',
    header: 'Waits for',
    cell: (row) =>
      row.setAside ? (
        <Badge tone="warn">{reasons[row.setAside.reason].short}</Badge>
      ) : (
        <span className="text-ink-faint">Nothing</span>
      ),
  },
];

/** The servers of a customer. */
export function CustomerServers({ customerId, state }: { customerId: number; state: ListState }) {
  const query = useQuery(serversQuery({ customerId, sort: 'name', cursor: state.paging.cursor }));
  return (
    <DataTable
      label="Servers"
      columns={columns}
      query={query}
      rowKey={(row) => row.id}
      href={(row) => paths.server(row.id)}
      state={state}
      empty={
        <EmptyState icon={ServerIcon} title="No server">
          VirtFusion tells of no server of this customer.
        </EmptyState>
      }
    />
  );
}
