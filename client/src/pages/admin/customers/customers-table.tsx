import { useQuery } from '@tanstack/react-query';
import { Users } from 'lucide-react';
import { type Customer, customersQuery } from '../../../api/customers.ts';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { FilterBar, TextFilter } from '../../../components/filter-bar.tsx';
import { lastsText, runsLow } from '../../../components/hours-left.ts';
import { Money } from '../../../components/money.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { oneOf } from '../../../hooks/one-of.ts';
import { useSearchState } from '../../../hooks/use-search-state.ts';
import { paths } from '../../../paths.ts';
import { CreditBalance } from './credit-balance.tsx';

const defaults = { search: '', sort: '' };

const columns: Column<Customer>[] = [
  {
    id: 'name',
    header: 'Customer',
    primary: true,
    sort: { asc: 'name' },
    cell: (row) => (
      <>
        {row.name ?? `Customer ${row.id}`}
        {row.email ? <span className="block text-xs font-normal text-ink-faint">{row.email}</span> : null}
      </>
    ),
  },
  { id: 'servers', header: 'Servers', align: 'right', cell: (row) => row.servers.toLocaleString('en') },
  {
    id: 'balance',
    header: 'Balance',
    align: 'right',
    sort: { asc: 'balance' },
    cell: (row) =>
      row.credit ? <CreditBalance credit={row.credit} /> : <Money amount={row.balance} aligned />,
  },
  {
    id: 'burn',
    header: 'An hour costs',
    align: 'right',
    cell: (row) => <Money amount={row.burnPerHour} aligned />,
  },
  {
    id: 'left',
    header: 'Lasts, at the present rate',
    cell: (row) => <HoursLeft customer={row} />,
  },
];

/** Where VirtFusion's credit is the wallet, the order by what is in the wallets here would mean nothing. */
const creditColumns = columns.map(({ sort, ...column }) =>
  column.id === 'balance' ? { ...column, header: 'VirtFusion credit' } : { ...column, ...(sort && { sort }) },
);

function HoursLeft({ customer }: { customer: Customer }) {
  const text = lastsText(customer);
  const hours = customer.hoursLeft;
  if (runsLow(hours)) return <Badge tone={hours === 0 ? 'bad' : 'warn'}>{text}</Badge>;
  return <span className={hours === null ? 'text-ink-faint' : undefined}>{text}</span>;
}

/** The customers with what they have and how long it lasts. */
export function CustomersTable() {
  const state = useSearchState(defaults);
  const { values, set, paging } = state;
  const query = useQuery(
    customersQuery({
      search: values.search || undefined,
      sort: oneOf(['id', 'name', 'balance'] as const, values.sort),
      cursor: paging.cursor,
    }),
  );
  return (
    <>
      <FilterBar state={state}>
        <TextFilter label="Find a customer" value={values.search} onChange={(search) => set({ search })} />
      </FilterBar>
      <DataTable
        label="Customers"
        columns={query.data?.rows.some(({ credit }) => credit !== null) ? creditColumns : columns}
        query={query}
        rowKey={(row) => row.id}
        href={(row) => paths.customer(row.id)}
        state={state}
        empty={
          <EmptyState icon={Users} title="No customer yet">
            The owners of VirtFusion’s servers appear here once it has been read. Connect it in{' '}
            <TextLink href={paths.settings()}>Settings</TextLink>.
          </EmptyState>
        }
      />
    </>
  );
}
