import { useQuery } from '@tanstack/react-query';
import { Server as ServerIcon } from 'lucide-react';
import { type AccountServer, accountServersQuery } from '../../api/account.ts';
import { type Column, DataTable, type ListState } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Money } from '../../components/money.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { paths } from '../../paths.ts';
import { hoursText } from './hours-text.ts';

const columns: Column<AccountServer>[] = [
  { id: 'name', header: 'Server', primary: true, cell: (row) => row.name },
  {
    id: 'state',
    header: 'State',
    cell: (row) => <StatusBadge status={row.present ? (row.state ?? 'unknown') : 'gone'} />,
  },
  {
    id: 'price',
    header: 'A month costs',
    align: 'right',
    cell: (row) => (row.monthlyPrice === null ? '–' : <Money amount={row.monthlyPrice} />),
  },
  { id: 'hours', header: 'This month', align: 'right', cell: (row) => hoursText(row.month.seconds) },
  {
    id: 'amount',
    header: 'Cost so far',
    align: 'right',
    cell: (row) => <Money amount={row.month.amount} aligned />,
  },
];

/** Their servers, each with the hours and the cost of this month; each leads to its charges. */
export function ServersList({ state }: { state: ListState }) {
  const query = useQuery(accountServersQuery({ cursor: state.paging.cursor, limit: 50 }));
  return (
    <DataTable
      label="Servers"
      columns={columns}
      query={query}
      rowKey={(row) => row.id}
      href={(row) => paths.accountServer(row.id)}
      state={state}
      empty={
        <EmptyState icon={ServerIcon} title="You have no server">
          A new one is here within minutes of being made.
        </EmptyState>
      }
    />
  );
}
