import { useQuery } from '@tanstack/react-query';
import { ReceiptText } from 'lucide-react';
import { useMemo } from 'react';
import { useParams } from 'wouter';
import { type AccountCharge, accountChargesQuery } from '../../api/account.ts';
import { ChargeAmount } from '../../components/charge-amount.tsx';
import { CountedSeconds } from '../../components/counted-seconds.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Instant } from '../../components/instant.tsx';
import { Money } from '../../components/money.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useSearchState } from '../../hooks/use-search-state.ts';
import { paths } from '../../paths.ts';

const columnsFor = (serverId: number): Column<AccountCharge>[] => [
  {
    id: 'hour',
    header: 'Hour from',
    primary: true,
    cell: (row) => <Instant value={row.hour} show="exact" />,
  },
  { id: 'seconds', header: 'Time up', align: 'right', cell: (row) => <CountedSeconds charge={row} /> },
  {
    id: 'price',
    header: 'Monthly price',
    align: 'right',
    cell: (row) => <Money amount={row.monthlyPrice} />,
  },
  {
    id: 'amount',
    header: 'Cost',
    align: 'right',
    cell: (row) => <ChargeAmount serverId={serverId} charge={row} path={paths.accountCharge} />,
  },
];

/** What one of their servers was charged, hour by hour; each hour explains itself. */
export function AccountServerPage() {
  const { id = '' } = useParams<{ id: string }>();
  const state = useSearchState({ sort: '' });
  const query = useQuery(accountChargesQuery({ serverId: id, cursor: state.paging.cursor, limit: 48 }));
  const columns = useMemo(() => columnsFor(Number(id)), [id]);
  return (
    <>
      <PageHeader
        title={`Charges of ${query.data?.server.name || `server ${id}`}`}
        description="The newest hour first. Each amount leads to why it is what it is."
        back={{ href: paths.account(), label: 'Your account' }}
      />
      <DataTable
        label="Charges"
        columns={columns}
        query={query}
        rowKey={(row) => row.hour.getTime()}
        state={state}
        empty={
          <EmptyState icon={ReceiptText} title="No hour was charged yet">
            Every whole hour that the server was seen to be up is charged after it is over.
          </EmptyState>
        }
      />
    </>
  );
}
