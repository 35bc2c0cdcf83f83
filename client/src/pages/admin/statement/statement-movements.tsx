import { ReceiptText } from 'lucide-react';
import type { Statement } from '../../../api/statements.ts';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { transactionColumns } from '../../../components/transaction-columns.tsx';

const { when, what, change, balance } = transactionColumns;
const columns = [{ ...when, primary: true }, what, change, balance];

/** What moved the wallet in the month but for its hours, each with its reason. */
export function StatementMovements({ movements }: Pick<Statement, 'movements'>) {
  return (
    <section aria-labelledby="movements">
      <h2 id="movements" className="mb-2 text-base font-semibold">
        Paid in and adjusted
      </h2>
      <DataTable
        label="Paid in and adjusted"
        columns={columns}
        query={complete(movements)}
        rowKey={(row) => row.id}
        empty={
          <EmptyState icon={ReceiptText} title="Nothing was paid in or adjusted">
            Only its hours moved the wallet in this month.
          </EmptyState>
        }
      />
    </section>
  );
}

/** Rows that came with the page around them, as a table wants them. */
export function complete<Row>(rows: readonly Row[]) {
  return {
    data: { rows, nextCursor: null, total: rows.length },
    error: null,
    isFetching: false,
    refetch: () => {},
  };
}
