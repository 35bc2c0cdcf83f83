import { useQuery } from '@tanstack/react-query';
import { Link2Off } from 'lucide-react';
import { type UnlinkedCustomer, unlinkedQuery } from '../../../api/credit.ts';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Money } from '../../../components/money.tsx';
import { Callout } from '../../../components/ui/callout.tsx';
import type { SearchState } from '../../../hooks/use-search-state.ts';
import { paths } from '../../../paths.ts';

const columns: Column<UnlinkedCustomer>[] = [
  {
    id: 'name',
    header: 'Customer',
    primary: true,
    cell: ({ id, name, email }) => (
      <>
        {name ?? `Customer ${id}`}
        {email ? <span className="block text-xs font-normal text-ink-faint">{email}</span> : null}
      </>
    ),
  },
  { id: 'user', header: 'VirtFusion user', align: 'right', cell: ({ id }) => id },
  { id: 'servers', header: 'Servers', align: 'right', cell: ({ servers }) => servers.toLocaleString('en') },
  {
    id: 'balance',
    header: 'Stays in the wallet here',
    align: 'right',
    cell: ({ balance }) => <Money amount={balance} aligned />,
  },
];

/** Customers whose credit cannot be reached, and what to do. */
export function UnlinkedTable({
  state,
}: {
  state: SearchState<{ show: string; state: string; sort: string }>;
}) {
  const query = useQuery(unlinkedQuery({ cursor: state.paging.cursor }));
  return (
    <div className="grid gap-4">
      <Callout title="Give these users an external relation id in VirtFusion">
        VirtFusion’s credit is reached by that id alone, and users made by hand in the panel have none. Where
        WHMCS or Blesta made your other users, it is their client id there: give it by that system’s link, or
        by VirtFusion’s API (<code>PUT /users/{'{userId}'}</code>, from 7.1 on). The next look at the servers
        reads it, and what waits here is carried with the run after. Never give a user the id of another.
      </Callout>
      <DataTable
        label="Customers without an external relation id"
        columns={columns}
        query={query}
        rowKey={({ id }) => id}
        href={({ id }) => paths.customer(id)}
        state={{ ...state, changed: false }}
        empty={
          <EmptyState icon={Link2Off} title="Every customer can be reached">
            All customers with servers or money have an external relation id in VirtFusion.
          </EmptyState>
        }
      />
    </div>
  );
}
