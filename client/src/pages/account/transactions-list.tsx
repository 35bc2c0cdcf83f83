import { useQuery } from '@tanstack/react-query';
import { ReceiptText } from 'lucide-react';
import { type AccountTransaction, accountTransactionsQuery } from '../../api/account.ts';
import { type Column, DataTable, type ListState } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Instant } from '../../components/instant.tsx';
import { Money } from '../../components/money.tsx';
import { kindWords } from '../../components/transaction-columns.tsx';
import { Badge } from '../../components/ui/badge.tsx';

const columns: Column<AccountTransaction>[] = [
  {
    id: 'when',
    header: 'When',
    primary: true,
    cell: (row) => <Instant value={row.createdAt} show="exact" />,
  },
  {
    id: 'what',
    header: 'What',
    className: 'md:py-2',
    cell: (row) => (
      <span className="grid max-w-88 gap-0.5 max-md:justify-items-end md:justify-items-start">
        <Badge tone={row.kind === 'hourly' ? 'neutral' : 'accent'}>{kindWords[row.kind]}</Badge>
        <span className="text-ink-soft [overflow-wrap:anywhere]">{row.reason}</span>
      </span>
    ),
  },
  {
    id: 'change',
    header: 'Change',
    align: 'right',
    cell: (row) => <Money amount={row.walletChange} aligned signed className="text-ink" />,
  },
  {
    id: 'balance',
    header: 'Balance after',
    align: 'right',
    cell: (row) => <Money amount={row.walletBalance} aligned />,
  },
];

/** What moved their balance, newest first. */
export function TransactionsList({ state }: { state: ListState }) {
  const query = useQuery(accountTransactionsQuery({ cursor: state.paging.cursor, limit: 25 }));
  return (
    <DataTable
      label="Payments"
      columns={columns}
      query={query}
      rowKey={(row) => row.id}
      state={state}
      empty={
        <EmptyState icon={ReceiptText} title="Nothing has moved your balance yet">
          What you pay in, and what your servers cost, is listed here.
        </EmptyState>
      }
    />
  );
}
