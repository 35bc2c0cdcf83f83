import { useQuery } from '@tanstack/react-query';
import { ReceiptText } from 'lucide-react';
import { useMemo } from 'react';
import { type ServerCharge, serverChargesQuery } from '../../../api/servers.ts';
import { ChargeAmount } from '../../../components/charge-amount.tsx';
import { CountedSeconds } from '../../../components/counted-seconds.tsx';
import { type Column, DataTable, type ListState } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Money } from '../../../components/money.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { paths } from '../../../paths.ts';

const columnsFor = (serverId: number): Column<ServerCharge>[] => [
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
    id: 'run',
    header: 'Run',
    cell: (row) => <TextLink href={paths.run(row.runId)}>Run {row.runId}</TextLink>,
  },
  {
    id: 'amount',
    header: 'Amount',
    align: 'right',
    cell: (row) => <ChargeAmount serverId={serverId} charge={row} />,
  },
];

/** What a server was charged, newest hour first. */
export function ServerChargesTable({ serverId, state }: { serverId: number; state: ListState }) {
  const columns = useMemo(() => columnsFor(serverId), [serverId]);
  const query = useQuery(serverChargesQuery({ id: serverId, cursor: state.paging.cursor }));
  return (
    <section aria-labelledby="charges">
      <h2 id="charges" className="mb-2 text-base font-semibold">
        Charges
      </h2>
      <DataTable
        label="Charges"
        columns={columns}
        query={query}
        rowKey={(row) => row.hour.getTime()}
        state={state}
        empty={
          <EmptyState icon={ReceiptText} title="No hour was charged yet">
            The next run charges every whole hour that was seen, once the server has a price.
          </EmptyState>
        }
      />
    </section>
  );
}
