import { Wallet } from 'lucide-react';
import type { PreviewedRun } from '../../../api/preview.ts';
import { customerName } from '../../../components/customer-name.ts';
import { type Column, DataTable, type ListState } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Money } from '../../../components/money.tsx';
import { paths } from '../../../paths.ts';
import { alreadyRead, rowsOfPage } from './rows-of-page.ts';

type Row = PreviewedRun['customers']['rows'][number];

const columns: Column<Row>[] = [
  { id: 'customer', header: 'Customer', primary: true, cell: (row) => customerName(row) },
  {
    id: 'hours',
    header: 'Server-hours that cost',
    align: 'right',
    cell: (row) => row.hours.toLocaleString('en'),
  },
  {
    id: 'amount',
    header: 'Would pay',
    align: 'right',
    cell: (row) => <Money amount={row.amount} aligned />,
  },
  {
    id: 'before',
    header: 'Balance now',
    align: 'right',
    cell: (row) => <Balance amount={row.balanceBefore} />,
  },
  {
    id: 'after',
    header: 'Balance after',
    align: 'right',
    cell: (row) => <Balance amount={row.balanceAfter} />,
  },
];

function Balance({ amount }: { amount: Row['balanceAfter'] }) {
  return amount === null ? (
    <span className="text-ink-faint">Not known</span>
  ) : (
    <Money amount={amount} aligned />
  );
}

/** Who would pay, dearest first; or whose wallet would be below nothing, lowest first. */
export function PreviewedCustomersTable({
  run,
  state,
  belowZero = false,
}: {
  run: PreviewedRun;
  state: ListState;
  belowZero?: boolean;
}) {
  const rows = belowZero ? run.belowZero.rows : run.customers.rows;
  const left = belowZero ? run.belowZero.total - rows.length : run.customers.others.customers;
  return (
    <>
      <DataTable
        label={belowZero ? 'Wallets below zero' : 'Customers who would pay'}
        columns={columns}
        query={{ ...alreadyRead, data: rowsOfPage(rows, state.paging.cursor) }}
        rowKey={(row) => row.customerId}
        href={(row) => paths.customer(row.customerId)}
        state={state}
        empty={belowZero ? <NobodyBelow /> : <NobodyPays />}
      />
      {left > 0 ? (
        <p className="mt-2 text-sm text-ink-soft">
          {belowZero ? 'The lowest are listed' : 'Those who would pay most are listed'};{' '}
          {left.toLocaleString('en')} more are in the total
          {belowZero ? null : (
            <>
              {' '}
              with <Money amount={run.customers.others.amount} />
            </>
          )}
          .
        </p>
      ) : null}
    </>
  );
}

function NobodyPays() {
  return (
    <EmptyState icon={Wallet} title="Nobody would pay anything">
      No hour that costs something is due for this run.
    </EmptyState>
  );
}

function NobodyBelow() {
  return (
    <EmptyState icon={Wallet} title="No wallet would be below zero">
      Every customer who would pay has enough.
    </EmptyState>
  );
}
