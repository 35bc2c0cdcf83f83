import { PageHeader } from '../../components/page-header.tsx';
import { TransactionsTable } from './transactions/transactions-table.tsx';

/** The ledger. */
export function TransactionsPage() {
  return (
    <>
      <PageHeader
        title="Transactions"
        description="Every movement of every wallet, newest first. Rows are never edited; a mistake is put right by another one."
      />
      <TransactionsTable />
    </>
  );
}
