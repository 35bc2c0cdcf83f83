import { useQuery } from '@tanstack/react-query';
import { Server as ServerIcon } from 'lucide-react';
import { serverStates } from '#shared/api/servers.ts';
import { ratesQuery } from '../../../api/rates.ts';
import { type Server, serversQuery } from '../../../api/servers.ts';
import { customerName } from '../../../components/customer-name.ts';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ChoiceFilter, FilterBar, TextFilter } from '../../../components/filter-bar.tsx';
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
import { stateChoices } from './state-words.ts';

const defaults = { search: '', state: '', packageId: '', customerId: '', setAside: '', sort: '' };

const columns: Column<Server>[] = [
  { id: 'name', header: 'Server', primary: true, sort: { asc: 'name' }, cell: serverName },
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
    header: 'Waits for',
    cell: (row) =>
      row.setAside ? (
        <Badge tone="warn">{reasons[row.setAside.reason].short}</Badge>
      ) : (
        <span className="text-ink-faint">Nothing</span>
      ),
  },
];

const setAsideChoices = [
  { value: 'yes', label: 'Set aside' },
  { value: 'no', label: 'Not set aside' },
];

/** The servers VirtFusion told of, the gone ones too. */
export function ServersTable() {
  const state = useSearchState(defaults);
  const { values, set, paging } = state;
  const query = useQuery(
    serversQuery({
      search: values.search || undefined,
      state: oneOf(serverStates, values.state),
      packageId: idIn(values.packageId),
      customerId: idIn(values.customerId),
      setAside: oneOf(['yes', 'no'] as const, values.setAside),
      sort: oneOf(['id', 'name'] as const, values.sort),
      cursor: paging.cursor,
    }),
  );
  const packages = useQuery(ratesQuery);
  const packageChoices = (packages.data?.packages ?? []).map((row) => ({
    value: String(row.id),
    label: row.name,
  }));
  return (
    <>
      <FilterBar state={state}>
        <TextFilter label="Find a server" value={values.search} onChange={(search) => set({ search })} />
        <ChoiceFilter
          label="State"
          value={values.state}
          onChange={(next) => set({ state: next })}
          choices={stateChoices}
        />
        <ChoiceFilter
          label="Package"
          value={values.packageId}
          onChange={(packageId) => set({ packageId })}
          choices={packageChoices}
        />
        <ChoiceFilter
          label="Billing"
          value={values.setAside}
          onChange={(setAside) => set({ setAside })}
          choices={setAsideChoices}
        />
        <TextFilter
          label="Customer number"
          value={values.customerId}
          onChange={(customerId) => set({ customerId })}
        />
      </FilterBar>
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
