import { useQuery } from '@tanstack/react-query';
import { Server as ServerIcon } from 'lucide-react';
import { serverStates } from '#shared/api/servers.ts';
import { type Server, serversQuery } from '../../../api/servers.ts';
import { customerName } from '../../../components/customer-name.ts';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Money } from '../../../components/money.tsx';
import { reasons } from '../../../components/reasons.ts';
import { serverName } from '../../../components/server-name.ts';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { idIn, oneOf } from '../../../hooks/one-of.ts';
import { useSearchState } from '../../../hooks/use-search-state.ts';
import { paths } from '../../../paths.ts';
import { ServersFilter } from './servers-filter.tsx';

const defaults = {
  search: '',
  state: '',
  packageId: '',
  hypervisorId: '',
  setAside: '',
  priced: '',
  exempt: '',
  customerId: '',
  sort: '',
};

const columns: Column<Server>[] = [
  { id: 'name', header: 'Server', primary: true, sort: { asc: 'name', desc: '-name' }, cell: serverName },
  {
    id: 'number',
    header: 'Number',
    extra: true,
    sort: { asc: 'id', desc: '-id' },
    cell: (row) => row.id,
  },
  {
    id: 'customer',
    header: 'Customer',
    cell: (row) => <TextLink href={paths.customer(row.customerId)}>{customerName(row)}</TextLink>,
  },
  { id: 'state', header: 'State', cell: (row) => <StatusBadge status={row.state ?? 'unknown'} /> },
  {
    id: 'package',
    header: 'Package',
    cell: (row) => row.packageName ?? <span className="whitespace-nowrap text-ink-faint">Not known</span>,
  },
  {
    id: 'price',
    header: 'A month',
    align: 'right',
    cell: (row) =>
      row.monthlyPrice === null ? (
        <span className="whitespace-nowrap text-ink-faint">No price</span>
      ) : (
        <Money amount={row.monthlyPrice} />
      ),
  },
  {
    id: 'billed',
    header: 'Billed until',
    cell: (row) =>
      row.billedUntil ? <Instant value={row.billedUntil} /> : <span className="text-ink-faint">Not yet</span>,
  },
  {
    id: 'waits',
    header: 'Billing',
    cell: (row) =>
      row.exempt ? (
        <Badge tone="info">Exempt</Badge>
      ) : row.setAside ? (
        <Badge tone="warn">{reasons[row.setAside.reason].short}</Badge>
      ) : (
        <span className="text-ink-faint">{row.goneAt ? 'Ended' : 'As seen'}</span>
      ),
  },
  {
    id: 'hypervisor',
    header: 'Hypervisor',
    extra: true,
    cell: (row) => row.hypervisorName ?? `Number ${row.hypervisorId}`,
  },
  {
    id: 'uuid',
    header: 'UUID',
    extra: true,
    cell: (row) => <span className="font-mono text-xs">{row.uuid}</span>,
  },
  { id: 'created', header: 'Created', extra: true, cell: (row) => <Instant value={row.createdAt} /> },
];

const yesNo = ['yes', 'no'] as const;

/** The servers VirtFusion told of, the gone ones too. */
export function ServersTable() {
  const state = useSearchState(defaults);
  const { values, paging } = state;
  const query = useQuery(
    serversQuery({
      search: values.search || undefined,
      state: oneOf(serverStates, values.state),
      packageId: idIn(values.packageId),
      customerId: idIn(values.customerId),
      setAside: oneOf(yesNo, values.setAside),
      priced: oneOf(yesNo, values.priced),
      exempt: oneOf(yesNo, values.exempt),
      hypervisorId: idIn(values.hypervisorId),
      sort: oneOf(['id', '-id', 'name', '-name'] as const, values.sort),
      cursor: paging.cursor,
    }),
  );
  return (
    <>
      <ServersFilter state={state} />
      <DataTable
        label="Servers"
        columns={columns}
        query={query}
        rowKey={(row) => row.id}
        href={(row) => paths.server(row.id)}
        state={state}
        empty={
          <EmptyState icon={ServerIcon} title="No server yet">
            Servers appear here once VirtFusion has been read. Connect it in{' '}
            <TextLink href={paths.settings()}>Settings</TextLink>.
          </EmptyState>
        }
      />
    </>
  );
}
