import { useQuery } from '@tanstack/react-query';
import { ReceiptText } from 'lucide-react';
import { transactionsQuery } from '../../../api/transactions.ts';
import { DataTable, type ListState } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { transactionColumns } from '../../../components/transaction-columns.tsx';
import { paths } from '../../../paths.ts';

const { when, what, run, change, balance } = transactionColumns;
const columns = [{ ...when, primary: true }, what, run, change, balance];

/** What moved a wallet, newest first, with the balance after each. */
export function CustomerTransactions({ customerId, state }: { customerId: number; state: ListState }) {
  const query = useQuery(transactionsQuery({ customerId, cursor: state.paging.cursor }));
  return (
    <DataTable
      label="Transactions"
      columns={columns}
      query={query}
      rowKey={(row) => row.id}
      href={(row) => paths.transaction(row.id)}
      state={state}
      empty={
        <EmptyState icon={ReceiptText} title="Nothing moved this wallet yet">
          Runs write one transaction a customer and step; adjustments are written by hand.
        </EmptyState>
      }
    />
  );
}
