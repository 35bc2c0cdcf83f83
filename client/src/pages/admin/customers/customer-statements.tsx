import { useQuery } from '@tanstack/react-query';
import { FileText } from 'lucide-react';
import { type StatementMonth, statementMonthsQuery } from '../../../api/statements.ts';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Money } from '../../../components/money.tsx';
import { monthName } from '../../../components/month-name.ts';
import { paths } from '../../../paths.ts';

const columns: Column<StatementMonth>[] = [
  { id: 'month', header: 'Month', primary: true, cell: (row) => monthName(row.month) },
  { id: 'servers', header: 'Servers', align: 'right', cell: (row) => row.servers.toLocaleString('en') },
  { id: 'charges', header: 'Server hours', align: 'right', cell: (row) => row.charges.toLocaleString('en') },
  { id: 'amount', header: 'Billed', align: 'right', cell: (row) => <Money amount={row.amount} aligned /> },
];

/** The months a customer was charged for; each leads to its statement. */
export function CustomerStatements({ customerId }: { customerId: number }) {
  const query = useQuery(statementMonthsQuery(customerId));
  const { data } = query;
  return (
    <DataTable
      label="Statements"
      columns={columns}
      query={{ ...query, data: data && { rows: data.rows, nextCursor: null, total: data.rows.length } }}
      rowKey={(row) => row.month}
      href={(row) => paths.statement(customerId, row.month)}
      empty={
        <EmptyState icon={FileText} title="No statement yet">
          There is one for each month in which an hour of this customer is charged.
        </EmptyState>
      }
    />
  );
}
