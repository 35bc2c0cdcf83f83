import { useQuery } from '@tanstack/react-query';
import { ReceiptText } from 'lucide-react';
import type { Run } from '#shared/api/runs.ts';
import { isOpen, type RunCharge, runChargesQuery } from '../../../api/runs.ts';
import { ChargeAmount } from '../../../components/charge-amount.tsx';
import { CountedSeconds } from '../../../components/counted-seconds.tsx';
import { customerName } from '../../../components/customer-name.ts';
import { type Column, DataTable, type ListState } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Money } from '../../../components/money.tsx';
import { serverName } from '../../../components/server-name.ts';
import { TextLink } from '../../../components/text-link.tsx';
import { paths } from '../../../paths.ts';

const columns: Column<RunCharge>[] = [
  {
    id: 'server',
    header: 'Server',
    primary: true,
    cell: (row) => serverName({ id: row.serverId, name: row.serverName }),
  },
  { id: 'hour', header: 'Hour from', cell: (row) => <Instant value={row.hour} show="exact" /> },
  {
    id: 'customer',
    header: 'Customer',
    cell: (row) => <TextLink href={paths.customer(row.customerId)}>{customerName(row)}</TextLink>,
  },
  { id: 'seconds', header: 'Time up', align: 'right', cell: (row) => <CountedSeconds charge={row} /> },
  {
    id: 'rate',
    header: 'Monthly price',
    align: 'right',
    cell: (row) => (
      <span>
        <Money amount={row.monthlyPrice} />
        {row.packageName ? <span className="block text-xs text-ink-faint">{row.packageName}</span> : null}
      </span>
    ),
  },
  {
    id: 'amount',
    header: 'Amount',
    align: 'right',
    cell: (row) => <ChargeAmount serverId={row.serverId} charge={row} />,
  },
];

/** What a run charged, hour by hour and server by server. */
export function RunChargesTable({ run, state }: { run: Run; state: ListState }) {
  const query = useQuery(runChargesQuery({ id: run.id, cursor: state.paging.cursor }, isOpen(run)));
  return (
    <DataTable
      label="Charges"
      columns={columns}
      query={query}
      rowKey={(row) => `${row.hour.getTime()} ${row.serverId}`}
      href={(row) => paths.server(row.serverId)}
      state={state}
      empty={
        <EmptyState icon={ReceiptText} title="No charges">
          {isOpen(run)
            ? 'They appear here as the run writes them.'
            : 'Every hour that was seen had been billed before, or its server was set aside.'}
        </EmptyState>
      }
    />
  );
}
